/** How many came to each step and what became of them, on the drawing and in a table. */

import { Badge, Center, Group, Loader, Paper, Select, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { useLanguage } from '@/kit/i18n';
import { formatMoney } from '@/kit/money';
import { loadPart } from '@/kit/renewal';
import { useWorkspace } from '@/kit/workspace';
import { EmptyState, QueryView, useUrlState } from '@/ui';
import classes from './automation.module.css';
import { useKinds, useWords } from './data';
import { findNode } from './graph';
import { arrange, overlaps } from './layout';
import { useT } from './messages';
import { StepBadges } from './StepBadges';
import { branchCounts, summarize, type Words } from './summary';
import type { Graph, NodeReport, Report } from './types';

const Canvas = lazy(() => loadPart(() => import('./Canvas')));
const nothing = () => {};

export function ReportTab({ flowId }: { flowId: string }) {
  const { api, key } = useWorkspace();
  const { language } = useLanguage();
  const [{ version }, setUrl] = useUrlState({ version: '' });
  const setVersion = (next: string) => setUrl({ version: next });
  const query = useQuery({
    queryKey: key('flow-report', flowId, version, language),
    queryFn: () => api.get<Report>(`/flows/${flowId}/report`, { version }),
  });
  return (
    <div className={classes.scroll}>
      <Stack p="md">
        <QueryView query={query}>
          {(report) => <Figures report={report} version={version} onVersion={setVersion} />}
        </QueryView>
      </Stack>
    </div>
  );
}

interface FiguresProps {
  report: Report;
  version: string;
  onVersion: (version: string) => void;
}

function Figures({ report, version, onVersion }: FiguresProps) {
  const t = useT();
  const { outletsOf } = useKinds();
  const { dateTime } = useWorkspace();
  const graph = useMemo(
    () => roomy(overlaps(report.graph) ? arrange(report.graph, outletsOf) : report.graph),
    [report.graph, outletsOf],
  );
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  if (report.versions.length === 0) {
    return <EmptyState icon={IconChartBar} title={t('noReport')} hint={t('noReportHint')} />;
  }
  return (
    <>
      <Group justify="space-between">
        <Group gap="xs">
          <Figure label={t('entered')} value={report.entered} color="gray" />
          <Figure label={t('activeNow')} value={report.active} color="blue" />
          <Figure label={t('finished')} value={report.done} color="teal" />
          <Figure label={t('failed')} value={report.failed} color="red" />
          <Figure label={t('orders')} value={report.orders} color="grape" />
          <Figure label={t('revenue')} value={formatMoney(report.revenue)} color="grape" />
        </Group>
        <Select
          aria-label={t('version')}
          w={270}
          data={[
            { value: '', label: t('allVersions') },
            ...report.versions.map(({ number, published_at }) => ({
              value: String(number),
              label: t('versionSince', { number, at: dateTime(published_at) }),
            })),
          ]}
          value={version}
          allowDeselect={false}
          onChange={(next) => onVersion(next ?? '')}
        />
      </Group>
      {!narrow && graph.nodes.length > 0 && (
        <Paper withBorder h="62vh" mih={420} style={{ overflow: 'hidden' }}>
          <Suspense
            fallback={
              <Center h="100%">
                <Loader />
              </Center>
            }
          >
            <Canvas
              graph={graph}
              selected={null}
              problems={[]}
              readOnly
              report={new Map(report.nodes.map((node) => [node.id, node]))}
              fit={0}
              tidied={0}
              onSelect={nothing}
              onMove={nothing}
              onConnect={nothing}
              onAdd={nothing}
              onDelete={nothing}
            />
          </Suspense>
        </Paper>
      )}
      {!narrow && (
        <Text size="xs" c="dimmed">
          {t('reportHint')}
        </Text>
      )}
      {narrow ? <StepCards report={report} /> : <StepTable report={report} />}
    </>
  );
}

/** The figures make steps taller than they are drawn. */
function roomy(graph: Graph): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, y: node.y * 1.25 })) };
}

function Figure({ label, value, color }: { label: string; value: number | string; color: string }) {
  return (
    <Badge size="lg" variant="light" color={color} tt="none">
      {label}: {value}
    </Badge>
  );
}

const COUNTS = ['entered', 'waiting', 'done', 'skipped', 'failed'] as const;

const MAILS = ['sent', 'opened', 'clicked'] as const;

/** A count of mails, with its part of those sent; a dash at steps that send nothing. */
function ofSent(row: NodeReport, name: (typeof MAILS)[number]): string {
  if (row.sent === 0) return row.kind === 'send_email' ? '0' : '–';
  if (name === 'sent') return String(row.sent);
  return `${row[name]} (${Math.round((row[name] / row.sent) * 100)}%)`;
}

/** The table's figures, a card a step: phones have no room for eleven columns. */
function StepCards({ report }: { report: Report }) {
  const t = useT();
  const words = useWords();
  return (
    <Stack
      component="ol"
      gap="sm"
      m={0}
      p={0}
      style={{ listStyle: 'none' }}
      aria-label={t('report')}
    >
      {report.nodes.map((row) => (
        <Paper component="li" withBorder p="sm" key={row.id} data-step={row.id}>
          <Text size="sm" fw={500}>
            {summarize({ ...row, x: 0, y: 0 }, words)}
          </Text>
          <StepNotes row={row} report={report} words={words} />
          <StepBadges report={row} words={words} all />
          {(row.orders > 0 || row.revenue > 0) && (
            <Text size="sm" mt={4}>
              {t('orders')}: {row.orders} · {formatMoney(row.revenue)}
            </Text>
          )}
          <Reasons row={row} />
        </Paper>
      ))}
    </Stack>
  );
}

/** What is to be known about the figures of a step. */
function StepNotes(props: { row: NodeReport; report: Report; words: Words }) {
  const { row, report, words } = props;
  const t = useT();
  const parts = (words.kinds.get(row.kind)?.outlets.length ?? 1) > 1;
  const notes = [
    findNode(report.graph, row.id) ? '' : t('goneNode'),
    row.changed ? t('changedNode') : '',
    parts ? branchCounts(row, words).join(' · ') : '',
  ];
  return notes.filter(Boolean).map((note) => (
    <Text size="xs" c="dimmed" key={note}>
      {note}
    </Text>
  ));
}

function Reasons({ row }: { row: NodeReport }) {
  return row.reasons.map((reason) => (
    <Text size="sm" key={reason.code}>
      {reason.message} ({reason.count})
    </Text>
  ));
}

function StepTable({ report }: { report: Report }) {
  const t = useT();
  const words = useWords();
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={1080}>
        <Table horizontalSpacing="xs" aria-label={t('report')} className={classes.figures ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th miw={200}>{t('step')}</Table.Th>
              {COUNTS.map((name) => (
                <Table.Th key={name} ta="right">
                  {t(name)}
                </Table.Th>
              ))}
              {MAILS.map((name) => (
                <Table.Th key={name} ta="right">
                  {t(name)}
                </Table.Th>
              ))}
              <Table.Th ta="right">{t('orders')}</Table.Th>
              <Table.Th ta="right">{t('revenue')}</Table.Th>
              <Table.Th>{t('reasons')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.nodes.map((row) => {
              const node = { ...row, x: 0, y: 0 };
              return (
                <Table.Tr key={row.id} data-step={row.id}>
                  <Table.Td>
                    {summarize(node, words)}
                    <StepNotes row={row} report={report} words={words} />
                  </Table.Td>
                  {COUNTS.map((name) => (
                    <Table.Td key={name} ta="right">
                      {row[name]}
                    </Table.Td>
                  ))}
                  {MAILS.map((name) => (
                    <Table.Td key={name} ta="right" style={{ whiteSpace: 'nowrap' }}>
                      {ofSent(row, name)}
                    </Table.Td>
                  ))}
                  <Table.Td ta="right">{row.orders || '–'}</Table.Td>
                  <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                    {row.revenue ? formatMoney(row.revenue) : '–'}
                  </Table.Td>
                  <Table.Td>
                    <Reasons row={row} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
