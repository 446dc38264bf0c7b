import { Box, Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useWorkspace } from '@/kit/workspace';
import { QueryView, useUrlState } from '@/ui';
import classes from './automation.module.css';
import { Builder } from './Builder';
import { useFlow, useKinds } from './data';
import { FlowBar } from './FlowBar';
import { useT } from './messages';
import { ReportTab } from './ReportTab';
import { RunsTab } from './RunsTab';
import type { FlowFull } from './types';
import { useDraft } from './useDraft';

export default function FlowPage() {
  const { flowId = '' } = useParams({ strict: false }) as { flowId?: string };
  const query = useFlow(flowId);
  const { kinds } = useKinds();
  return (
    <Box p={query.data && kinds.size > 0 ? 0 : 'lg'}>
      <QueryView query={kinds.size > 0 ? query : { ...query, data: undefined }}>
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
  return (
    <div className={classes.screen}>
      <FlowBar draft={draft} mayEdit={mayEdit} onSelect={(node) => setUrl({ tab: 'build', node })}>
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
        <Builder draft={draft} readOnly={!mayEdit} selected={selected} onSelect={select} />
      )}
      {url.tab === 'report' && <ReportTab flowId={flow.id} graph={draft.graph} />}
      {url.tab === 'runs' && <RunsTab flowId={flow.id} graph={draft.graph} />}
    </div>
  );
}
