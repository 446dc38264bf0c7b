import { Box, Tabs } from '@mantine/core';
import { useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import { QueryView, useUrlState } from '@/ui';
import classes from './automation.module.css';
import { Builder } from './Builder';
import { useFlow, useKinds } from './data';
import { FlowBar } from './FlowBar';
import { useT } from './messages';
import { ReportTab } from './ReportTab';
import { RunsTab } from './RunsTab';
import type { FlowFull, FlowProblem } from './types';
import { useDraft } from './useDraft';

export default function FlowPage() {
  const { flowId = '' } = useParams({ strict: false }) as { flowId?: string };
  // Leaving, the frame of the next screen is drawn around this one first: nothing to ask then.
  const here = useRouterState({ select: ({ location }) => location.pathname.includes(flowId) });
  const query = useFlow(flowId, here);
  const { kinds } = useKinds();
  const ready = kinds.size > 0 && (query.isFetchedAfterMount || query.isError);
  return (
    <Box p={query.data && ready ? 0 : 'lg'}>
      <QueryView query={ready ? query : { ...query, data: undefined, isPending: true }}>
        {(flow) => <Editor key={flow.id} flow={flow} />}
      </QueryView>
    </Box>
  );
}

function Editor({ flow }: { flow: FlowFull }) {
  const t = useT();
  const { can } = useWorkspace();
  const { outletsOf } = useKinds();
  const mayEdit = can('flow.edit');
  const draft = useDraft(flow, outletsOf, mayEdit);
  const [url, setUrl] = useUrlState({ tab: 'build', node: '' });
  useEffect(() => {
    document.title = `${draft.name} · Donbay`;
  }, [draft.name]);
  const selected = url.node || null;
  const select = (id: string | null) => setUrl({ node: id ?? '' });
  const [starting, setStarting] = useState(false);
  const mend = (problem: FlowProblem) => {
    setUrl({ tab: 'build', node: problem.node_id });
    setStarting(problem.code === 'trigger_missing');
  };
  return (
    <div className={classes.screen}>
      <FlowBar draft={draft} mayEdit={mayEdit} onMend={mend}>
        <Tabs
          value={url.tab}
          onChange={(tab) => setUrl({ tab: tab ?? 'build', node: '' })}
          aria-label={t('flow')}
        >
          <Tabs.List>
            <Tabs.Tab value="build">{t('build')}</Tabs.Tab>
            <Tabs.Tab value="report">{t('report')}</Tabs.Tab>
            <Tabs.Tab value="runs">{t('runs')}</Tabs.Tab>
          </Tabs.List>
        </Tabs>
      </FlowBar>
      {url.tab === 'build' && (
        <Builder
          draft={draft}
          readOnly={!mayEdit}
          selected={selected}
          onSelect={select}
          starting={starting && mayEdit}
          onStarted={() => setStarting(false)}
        />
      )}
      {url.tab === 'report' && <ReportTab flowId={flow.id} />}
      {url.tab === 'runs' && (
        <RunsTab flowId={flow.id} latest={draft.server.published_number ?? 0} />
      )}
    </div>
  );
}
