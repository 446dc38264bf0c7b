/** One customer's way through a flow, and why a mail did not go. */

import { Badge, Button, Group, Paper, Text, Timeline } from '@mantine/core';
import { IconLogin, IconLogout, IconMapPin } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { Page, QueryView, useWrite, WLink } from '@/ui';
import { useFlow, useWords } from './data';
import { findNode } from './graph';
import { iconOf } from './icons';
import { type MessageKey, messages, useT } from './messages';
import { RUN_COLORS } from './RunsTab';
import { kindLabel, outletLabel, summarize } from './summary';
import type { PathStep, RunFull } from './types';

export default function RunPage() {
  const params = useParams({ strict: false }) as { flowId?: string; runId?: string };
  const { flowId = '', runId = '' } = params;
  const t = useT();
  const { language } = useLanguage();
  const { api, key, can } = useWorkspace();
  const flow = useFlow(flowId);
  const query = useQuery({
    queryKey: key('flow-runs', flowId, runId, language),
    queryFn: () => api.get<RunFull>(`/flows/${flowId}/runs/${runId}`),
  });
  const retry = useWrite<void>({
    run: () => api.post(`/flows/${flowId}/runs/${runId}/retry`),
    refresh: [key('flow-runs'), key('flow-report')],
    done: t('retried'),
  });
  const failed = query.data?.run.state === 'failed';
  return (
    <Page
      title={t('path')}
      description={flow.data?.name}
      back={{ to: `/flows/${flowId}?tab=runs`, label: t('backToFlow') }}
      actions={
        failed &&
        can('flow.edit') && (
          <Button loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('retryRun')}
          </Button>
        )
      }
    >
      <QueryView query={query}>{(path) => <Path path={path} />}</QueryView>
    </Page>
  );
}

function Path({ path: { run, path, graph } }: { path: RunFull }) {
  const t = useT();
  const words = useWords();
  const { dateTime } = useWorkspace();
  const here = findNode(graph, run.node_id);
  const inside = run.state === 'active' || run.state === 'parked';
  return (
    <Paper withBorder p="lg">
      <Group mb="lg" gap="sm">
        <WLink to={`/customers/${run.customer_id}`}>{run.customer_name || t('unnamed')}</WLink>
        <Badge variant="light" color={RUN_COLORS[run.state]} tt="none">
          {t(`run_${run.state}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {t('runNumber', { id: run.id })} · {t('versionNo', { number: run.version_number })}
        </Text>
      </Group>
      {(run.reason_message || run.detail) && (
        <Text size="sm" c="red" mb="md">
          {[run.reason_message, run.detail].filter(Boolean).join(' ')}
        </Text>
      )}
      <Timeline bulletSize={30} lineWidth={2} active={path.length + 1}>
        <Timeline.Item bullet={<IconLogin size={16} />} title={t('pathStart')}>
          <Text size="xs" c="dimmed">
            {dateTime(run.entered_at)}
          </Text>
        </Timeline.Item>
        {path.map((step) => {
          const node = findNode(graph, step.node_id);
          const same = node && node.kind === step.kind;
          const Icon = iconOf(step.kind, words.kinds.get(step.kind));
          return (
            <Timeline.Item
              key={step.number}
              bullet={<Icon size={16} />}
              title={same ? summarize(node, words) : kindLabel(step.kind, words)}
            >
              <StepFacts
                step={step}
                branching={(words.kinds.get(step.kind)?.outlets.length ?? 1) > 1}
              />
            </Timeline.Item>
          );
        })}
        {inside && (
          <Timeline.Item
            bullet={<IconMapPin size={16} />}
            title={here ? summarize(here, words) : t('pathHere')}
          >
            <Text size="xs" c="dimmed">
              {run.state === 'active'
                ? `${t('pathHere')} · ${t('pathWaits', { at: dateTime(run.due_at) })}`
                : t('run_parked')}
            </Text>
          </Timeline.Item>
        )}
        {run.finished_at && (
          <Timeline.Item bullet={<IconLogout size={16} />} title={t('pathEnd')}>
            <Text size="xs" c="dimmed">
              {dateTime(run.finished_at)}
            </Text>
          </Timeline.Item>
        )}
      </Timeline>
    </Paper>
  );
}

function StepFacts({ step, branching }: { step: PathStep; branching: boolean }) {
  const t = useT();
  const { dateTime } = useWorkspace();
  const word = `message_${step.message_state}`;
  const unsent = ['skipped', 'failed', 'unknown'].includes(step.message_state);
  return (
    <>
      {branching && (
        <Text size="sm">{t('branchTaken', { outlet: outletLabel(step.outlet, t) })}</Text>
      )}
      {step.message_state && !(unsent && step.reason_message) && (
        <Text size="sm" c={unsent ? 'orange' : 'teal'}>
          {word in messages.vi ? t(word as MessageKey) : step.message_state}
        </Text>
      )}
      {step.reason_message && (
        <Text size="sm" c="orange">
          {step.message_state
            ? t('mailNotSent', { reason: step.reason_message })
            : step.reason_message}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {dateTime(step.at)}
      </Text>
    </>
  );
}
