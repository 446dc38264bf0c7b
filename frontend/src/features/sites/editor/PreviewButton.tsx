/** The page as visitors would get it, on a computer and on a phone. */

import { Button, Modal, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconEye } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import { useUi, useWrite } from '@/ui';
import type { Work } from '../draft';
import { useT } from '../messages';
import type { PageDetail } from '../types';
import { PageFrame } from './PageFrame';
import type { Preview } from './rendered';
import { Screens } from './Screens';

export function PreviewButton({ page, work }: { page: PageDetail; work: Work }) {
  const t = useT();
  const ui = useUi();
  const { api } = useWorkspace();
  const [html, setHtml] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [screen, setScreen] = useState('desktop');
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { tree, seo } = work.draft;
  const open = useWrite<void, Preview>({
    run: () => api.post<Preview>(`/pages/${page.id}/preview`, { tree, seo, editing: false }),
    onDone: (result) => setHtml(result.html),
  });
  return (
    <>
      <Button
        ref={button}
        variant="default"
        size="sm"
        leftSection={<IconEye size={16} />}
        loading={open.isPending}
        onClick={() => open.mutate()}
      >
        {t('preview')}
      </Button>
      <Modal
        opened={html !== null}
        onClose={() => setHtml(null)}
        // A loading button is off and loses the focus, so the dialog cannot find its way back.
        onExitTransitionEnd={() => button.current?.focus()}
        title={t('preview')}
        fullScreen
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        <Stack align="center" gap="sm">
          {!narrow && <Screens value={screen} onChange={setScreen} />}
          <PageFrame html={html ?? ''} screen={screen} height="calc(100dvh - 150px)" />
        </Stack>
      </Modal>
    </>
  );
}
