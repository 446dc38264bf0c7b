/** Publishing, and the address to share. */

import { Button, Modal, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import { Copyable, useUi, useWrite } from '@/ui';
import type { Work } from '../draft';
import { useT } from '../messages';
import type { PageDetail, PageRow, Problem } from '../types';

export function Publish(props: { page: PageDetail; work: Work; problems: Problem[] }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const { page, work, problems } = props;
  const [url, setUrl] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const publish = useWrite<void, PageRow | null>({
    run: async () => {
      if (work.state !== 'saved' && !(await work.save())) return null;
      return api.post<PageRow>(`/pages/${page.id}/publish`);
    },
    refresh: [key('pages')],
    onDone: (row) => {
      if (!row) return;
      work.setSaved({ ...work.saved, ...row });
      setUrl(row.url ?? null);
    },
  });
  const blocked = problems.some(({ severity }) => severity === 'error');
  return (
    <>
      <Button
        ref={button}
        size="sm"
        loading={publish.isPending}
        color={blocked ? 'orange' : 'lever'}
        onClick={() => publish.mutate()}
      >
        {t('publish')}
      </Button>
      <Modal
        opened={url !== null}
        onClose={() => setUrl(null)}
        onExitTransitionEnd={() => button.current?.focus()}
        title={t('publishedTitle')}
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        <Stack>
          <Text>{t('publishedLead')}</Text>
          <Copyable value={url ?? ''} />
          <Button component="a" href={url ?? ''} target="_blank" rel="noopener">
            {t('openLive')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
