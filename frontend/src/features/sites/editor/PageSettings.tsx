/** Name, address and how the page is found and shared. */

import { Stack, Switch, Textarea, TextInput, Title } from '@mantine/core';
import type { Draft, Work } from '../draft';
import { Picture } from '../inspector/Picture';
import { useT } from '../messages';

export function PageSettings({ work }: { work: Work }) {
  const t = useT();
  const { draft, change, mayEdit } = work;
  const { seo } = draft;
  const set = (patch: Partial<Draft['seo']>) => change({ seo: { ...seo, ...patch } });
  return (
    <fieldset disabled={!mayEdit} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <Stack maw={560}>
        <TextInput
          label={t('pageName')}
          value={draft.name}
          maxLength={160}
          required
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('slug')}
          description={t('slugHint')}
          value={draft.slug}
          maxLength={60}
          leftSection="/"
          onChange={(event) => change({ slug: event.currentTarget.value.toLowerCase() })}
        />
        <Title order={2} fz="md">
          {t('seo')}
        </Title>
        <TextInput
          label={t('seoTitle')}
          value={seo.title}
          maxLength={300}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('seoDescription')}
          value={seo.description}
          maxLength={300}
          autosize
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Picture label={t('seoImage')} value={seo.image} onChange={(image) => set({ image })} />
        <Switch
          label={t('noindex')}
          checked={seo.noindex}
          onChange={(event) => set({ noindex: event.currentTarget.checked })}
        />
      </Stack>
    </fieldset>
  );
}
