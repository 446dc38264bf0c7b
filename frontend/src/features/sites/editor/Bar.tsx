/** The editor's head: name, saved or not, undo, preview, publish. */

import { Anchor, Badge, Group, Title } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconArrowLeft } from '@tabler/icons-react';
import { useWorkspace } from '@/kit/workspace';
import { WLink } from '@/ui';
import type { Work } from '../draft';
import { useT } from '../messages';
import type { PageDetail } from '../types';
import { Tool } from './NodeTools';
import { PreviewButton } from './PreviewButton';
import { Publish } from './Publish';
import type { Rendered } from './rendered';

export function Bar({
  page,
  work,
  rendered,
}: {
  page: PageDetail;
  work: Work;
  rendered: Rendered;
}) {
  const t = useT();
  const { can } = useWorkspace();
  const { state, saved } = work;
  const colour = { saved: 'teal', dirty: 'orange', saving: 'blue', failed: 'red' }[state];
  return (
    <Group px="md" py="xs" gap="sm" justify="space-between">
      <Group gap="sm" miw={0}>
        <WLink to="/pages" size="sm">
          <IconArrowLeft size={14} aria-hidden /> {t('pages')}
        </WLink>
        <Title order={1} fz="lg">
          {work.draft.name}
        </Title>
        {work.mayEdit && (
          <Badge color={colour} variant="light" tt="none" role="status">
            {t(`save_${state}`)}
          </Badge>
        )}
        {saved.url && (
          <Anchor href={saved.url} target="_blank" rel="noopener" size="sm">
            {t('openLive')}
          </Anchor>
        )}
      </Group>
      <Group gap="xs">
        {work.mayEdit && (
          <>
            <Tool label={t('undo')} icon={IconArrowBackUp} off={!work.canUndo} use={work.undo} />
            <Tool label={t('redo')} icon={IconArrowForwardUp} off={!work.canRedo} use={work.redo} />
          </>
        )}
        <PreviewButton page={page} work={work} />
        {can('page.publish') && <Publish page={page} work={work} problems={rendered.problems} />}
      </Group>
    </Group>
  );
}
