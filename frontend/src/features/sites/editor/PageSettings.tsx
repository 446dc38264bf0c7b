/** Name, address and how the page is found and shared. */

import { Stack, Switch, Textarea, TextInput, type TextInputProps, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Draft, Work } from '../draft';
import { Picture } from '../inspector/Picture';
import { readSlug } from '../links';
import { useT } from '../messages';

export function PageSettings({ work }: { work: Work }) {
  const t = useT();
  const { draft, change, mayEdit } = work;
  const { seo } = draft;
  const set = (patch: Partial<Draft['seo']>) => change({ seo: { ...seo, ...patch } });
  return (
    <fieldset disabled={!mayEdit} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <Stack maw={560}>
        <SettledInput
          label={t('pageName')}
          value={draft.name}
          maxLength={160}
          required
          read={(typed) => typed.trim()}
          onSettled={(name) => change({ name })}
        />
        <SettledInput
          label={t('slug')}
          description={t('slugHint')}
          value={draft.slug}
          maxLength={60}
          leftSection="/"
          read={readSlug}
          onSettled={(slug) => change({ slug })}
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

interface SettledInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  /** What is meant by what was typed; empty where nothing is, and the old value returns. */
  read: (typed: string) => string;
  onSettled: (value: string) => void;
}

/** A value that counts once it is typed to its end: half a name must not be saved meanwhile. */
export function SettledInput({ value, read, onSettled, ...rest }: SettledInputProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const settle = () => {
    const next = read(typed) || value;
    setTyped(next);
    if (next !== value) onSettled(next);
  };
  return (
    <TextInput
      {...rest}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
