/** One page: its design, settings, history and what visitors sent. */

import { Alert, Stack, Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import { ConflictDialog, LeaveGuard, QueryView } from '@/ui';
import { useDraft } from '../draft';
import { useT } from '../messages';
import { SubmissionsTab } from '../SubmissionsTab';
import type { PageDetail } from '../types';
import { Bar } from './Bar';
import { Design } from './Design';
import { History } from './History';
import { PageSettings } from './PageSettings';
import { useRendered } from './rendered';

/** Four tabs stand side by side on a phone. */
const TAB = { base: 9, sm: 'md' };

export default function EditorPage() {
  const { pageId = '' } = useParams({ strict: false }) as { pageId?: string };
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('page-edit', pageId),
    queryFn: () => api.get<PageDetail>(`/pages/${pageId}`),
    // The editor owns its draft; opening it again reads the page again.
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
  });
  return <QueryView query={query}>{(page) => <Editor key={page.id} page={page} />}</QueryView>;
}

function Editor({ page }: { page: PageDetail }) {
  const t = useT();
  const work = useDraft(page);
  const { draft, state, undo, redo } = work;
  const [tab, setTab] = useState('design');
  const rendered = useRendered(page.id, draft, page.problems);
  const pending = state !== 'saved' && work.mayEdit;
  useHotkeys([
    ['mod+Z', undo],
    ['mod+shift+Z', redo],
    ['mod+Y', redo],
  ]);
  // Saving by key works while a field is being written too.
  useHotkeys([['mod+S', () => void work.save()]], [], true);
  useEffect(() => {
    document.title = `${draft.name} · Donbay`;
  }, [draft.name]);
  return (
    <Stack gap={0} style={{ minHeight: 'calc(100dvh - 60px)' }}>
      <Bar page={page} work={work} rendered={rendered} />
      {work.failure && (
        <Alert color="red" radius={0} role="alert">
          {work.failure}
        </Alert>
      )}
      <Tabs
        value={tab}
        onChange={(next) => setTab(next ?? 'design')}
        keepMounted={false}
        style={{ flex: 1, display: 'flex', flexDirection: 'column' }}
      >
        <Tabs.List aria-label={t('viewOf')}>
          {(['design', 'settings', 'history', 'submissions'] as const).map((tab) => (
            <Tabs.Tab key={tab} value={tab} px={TAB}>
              {t(`tab_${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="design" style={{ flex: 1 }}>
          <Design work={work} rendered={rendered} onSettings={() => setTab('settings')} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" p="md">
          <PageSettings work={work} />
        </Tabs.Panel>
        <Tabs.Panel value="history" p="md">
          <History pageId={page.id} work={work} />
        </Tabs.Panel>
        <Tabs.Panel value="submissions" p="md">
          <SubmissionsTab pageId={page.id} />
        </Tabs.Panel>
      </Tabs>
      <ConflictDialog
        opened={work.conflict}
        title={t('conflictTitle')}
        body={t('conflictBody')}
        ways={[
          { label: t('takeTheirs'), take: work.takeTheirs },
          { label: t('keepMine'), take: work.keepMine },
        ]}
      />
      {/* Nobody is asked about what can simply be saved. */}
      <LeaveGuard pending={pending} first={work.save} />
    </Stack>
  );
}
