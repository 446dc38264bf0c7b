import {
  Badge,
  Box,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
  ThemeIcon,
  Title,
} from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useMediaQuery } from '@mantine/hooks';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { addDays, dayOf } from '@/kit/dates';
import { useLanguage } from '@/kit/i18n';
import { formatMoney, formatNumber } from '@/kit/money';
import { loadPart } from '@/kit/renewal';
import { sourceName } from '@/kit/sources';
import { useWorkspace } from '@/kit/workspace';
import { Fact, Page, QueryView, useUrlState, WLink } from '@/ui';
import { messages, useT } from './messages';
import type { Overview, Stage } from './types';

const DayChart = lazy(() => loadPart(() => import('./DayChart')));
const PRESETS = ['7', '30', '90'] as const;
/** Figures this far behind are worth a word. */
const NOTICEABLE_LAG_SECONDS = 10;

export default function OverviewPage() {
  const t = useT();
  const { api, key, zone } = useWorkspace();
  const [range, setRange] = useUrlState({ days: '30', from: '', to: '' });
  const clock = useQuery({
    queryKey: key('clock'),
    queryFn: () => api.get<{ business_now: string }>('/clock'),
  });
  const today = clock.data ? dayOf(clock.data.business_now, zone) : null;
  const custom = range.from !== '' && range.to !== '';
  const to = custom ? range.to : today;
  const from = custom ? range.from : today && addDays(today, 1 - Number(range.days));
  const query = useQuery({
    queryKey: key('overview', from, to),
    queryFn: ({ signal }) => api.get<Overview>('/overview', { from, to }, signal),
    enabled: Boolean(from && to),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('title')}
      actions={
        <Group gap="xs">
          <SegmentedControl
            aria-label={t('range')}
            data={[
              ...PRESETS.map((days) => ({ value: days, label: t(`last${days}`) })),
              ...(custom ? [{ value: 'custom', label: t('customRange') }] : []),
            ]}
            value={custom ? 'custom' : range.days}
            onChange={(days) => days !== 'custom' && setRange({ days, from: '', to: '' })}
          />
          <DatePickerInput
            type="range"
            aria-label={[t('customRange'), shownRange(from, to)].filter(Boolean).join(': ')}
            placeholder={t('customRange')}
            valueFormat="DD/MM/YYYY"
            value={[from || null, to || null]}
            allowSingleDateInRange
            onChange={([start, end]) => {
              if (start && end) setRange({ from: start, to: end });
            }}
            w={230}
          />
        </Group>
      }
    >
      <QueryView query={clock.error ? clock : query} waiting={<Waiting />}>
        {() => (query.data ? <Figures data={query.data} /> : null)}
      </QueryView>
    </Page>
  );
}

/** A range as the field shows it, so that it can be called by what is seen. */
function shownRange(from: string | null, to: string | null): string {
  const turned = (day: string) => day.split('-').reverse().join('/');
  return from && to ? `${turned(from)} – ${turned(to)}` : '';
}

/** A source that once brought somebody, but nothing in these days, is only noise. */
function hasFigures(row: Overview['by_source'][number]): boolean {
  return row.customers + row.leads + row.orders + row.revenue > 0;
}

function Waiting() {
  return (
    <Stack aria-busy="true">
      <SimpleGrid cols={{ base: 2, md: 3, lg: 6 }}>
        {['a', 'b', 'c', 'd', 'e', 'f'].map((id) => (
          <Skeleton key={id} h={92} radius="md" />
        ))}
      </SimpleGrid>
      <Skeleton h={320} radius="md" />
    </Stack>
  );
}

function Figures({ data }: { data: Overview }) {
  const t = useT();
  const { language } = useLanguage();
  // What is still to be done comes before the charts: they are empty until it is.
  const unfinished = data.stages.some((stage) => stage.steps.some((step) => !step.done));
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, md: 3, lg: 6 }} spacing="sm">
        <Figure label={t('revenue')} value={formatMoney(data.revenue)} />
        <Figure label={t('orders')} value={formatNumber(data.orders)} />
        <Figure label={t('averageOrder')} value={formatMoney(data.average_order)} />
        <Figure label={t('leads')} value={formatNumber(data.leads)} />
        <Figure label={t('newCustomers')} value={formatNumber(data.new_customers)} />
        <Figure label={t('messagesSent')} value={formatNumber(data.messages_sent)} />
      </SimpleGrid>
      {data.cursor_lag_seconds > NOTICEABLE_LAG_SECONDS && (
        <Text size="sm" c="dimmed" role="status">
          {t('lag', { seconds: Math.round(data.cursor_lag_seconds) })}
        </Text>
      )}
      {unfinished && <NextSteps stages={data.stages} />}
      <Card title={t('byDay')}>
        {data.by_day.length === 0 ? (
          <Text c="dimmed">{t('noFigures')}</Text>
        ) : (
          <Suspense fallback={<Skeleton h={280} />}>
            <DayChart days={data.by_day} />
          </Suspense>
        )}
      </Card>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Card title={t('bySource')}>
          <Breakdown
            label={t('bySource')}
            headers={[t('source'), t('newCustomers'), t('leads'), t('orders'), t('revenue')]}
            rows={data.by_source.filter(hasFigures).map(
              (row): Row => ({
                key: row.source,
                cells: [
                  sourceName(row.source, language),
                  formatNumber(row.customers),
                  formatNumber(row.leads),
                  formatNumber(row.orders),
                  formatMoney(row.revenue),
                ],
              }),
            )}
          />
        </Card>
        <Card title={t('byPage')}>
          <Breakdown
            label={t('byPage')}
            headers={[t('page'), t('views'), t('leads'), t('orders'), t('revenue')]}
            rows={[
              ...data.by_page.map(
                (row): Row => ({
                  key: row.page_id,
                  cells: [
                    <WLink key="name" to={`/pages/${row.page_id}`}>
                      {row.name}
                    </WLink>,
                    formatNumber(row.views),
                    formatNumber(row.leads),
                    formatNumber(row.orders),
                    formatMoney(row.revenue),
                  ],
                }),
              ),
              ...withoutPage(data, t('noPage')),
            ]}
          />
        </Card>
      </SimpleGrid>
      {!unfinished && <NextSteps stages={data.stages} />}
    </Stack>
  );
}

interface Row {
  key: string;
  cells: [name: ReactNode, ...figures: string[]];
}

/** What came by no page, so that the column adds up to the totals. */
function withoutPage(data: Overview, label: string): Row[] {
  const left = (name: 'leads' | 'orders' | 'revenue') =>
    data[name] - data.by_page.reduce((sum, row) => sum + row[name], 0);
  const [leads, orders, revenue] = [left('leads'), left('orders'), left('revenue')];
  if (leads <= 0 && orders <= 0 && revenue <= 0) return [];
  const cells = [formatNumber(leads), formatNumber(orders), formatMoney(revenue)];
  return [{ key: 'none', cells: [label, '–', ...cells] }];
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={{ base: 'lg', sm: 'xl' }} fw={600} style={{ whiteSpace: 'nowrap' }}>
        {value}
      </Text>
    </Paper>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="md">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Breakdown(props: { label: string; headers: string[]; rows: Row[] }) {
  const t = useT();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  if (props.rows.length === 0) return <Text c="dimmed">{t('noFigures')}</Text>;
  if (narrow) return <Figured {...props} />;
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label={props.label} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {props.headers.map((header, index) => (
              <Table.Th key={header} ta={index === 0 ? 'left' : 'right'}>
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.rows.map((row) => (
            <Table.Tr key={row.key}>
              {row.cells.map((cell, index) => (
                <Table.Td
                  key={props.headers[index]}
                  ta={index === 0 ? 'left' : 'right'}
                  style={index === 0 ? {} : { whiteSpace: 'nowrap' }}
                >
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** A breakdown where there is no room for columns: each row with its figures below its name. */
function Figured(props: Parameters<typeof Breakdown>[0]) {
  return (
    <Stack
      component="ul"
      gap="sm"
      m={0}
      p={0}
      aria-label={props.label}
      style={{ listStyle: 'none' }}
    >
      {props.rows.map(({ key, cells: [name, ...figures] }) => (
        <li key={key}>
          <Text fw={600} mb={2} style={{ overflowWrap: 'anywhere' }} component="div">
            {name}
          </Text>
          {figures.map((figure, index) => (
            <Fact
              key={props.headers[index + 1]}
              label={props.headers[index + 1] ?? ''}
              value={figure}
            />
          ))}
        </li>
      ))}
    </Stack>
  );
}

function NextSteps({ stages }: { stages: Stage[] }) {
  const t = useT();
  const known = (key: string, fallback: string) =>
    key in messages.vi ? t(key as keyof typeof messages.vi) : fallback;
  return (
    <Card title={t('fromHere')}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        {stages.map((stage) => (
          <Box key={stage.key}>
            <Group gap="xs" mb="xs">
              <Title order={3}>{known(`stage_${stage.key}`, stage.key)}</Title>
              <Badge variant="light" tt="none">
                {stage.steps.filter((step) => step.done).length}/{stage.steps.length}
              </Badge>
            </Group>
            <Stack gap={8}>
              {stage.steps.map((step) => (
                <Group key={step.key} gap="xs" wrap="nowrap" align="flex-start">
                  <ThemeIcon
                    size={20}
                    radius="xl"
                    variant="light"
                    color={step.done ? 'teal' : 'gray'}
                    aria-label={step.done ? t('done') : t('todo')}
                    role="img"
                  >
                    {step.done ? <IconCheck size={13} /> : <IconCircleDashed size={13} />}
                  </ThemeIcon>
                  <WLink to={step.href} size="sm" {...(step.done ? { c: 'dimmed' } : {})}>
                    {known(`step_${step.key}`, step.key)}
                  </WLink>
                </Group>
              ))}
            </Stack>
          </Box>
        ))}
      </SimpleGrid>
    </Card>
  );
}
