import {
  Alert,
  Badge,
  Box,
  Button,
  Checkbox,
  Group,
  List,
  Paper,
  Progress,
  Select,
  SimpleGrid,
  Stack,
  Stepper,
  Table,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useLanguage } from '@/kit/i18n';
import { formatNumber } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import {
  filterFolded,
  InAppLink,
  Page,
  QueryView,
  Records,
  useFocusMoved,
  useWorkspaceHref,
  useWrite,
} from '@/ui';
import { useTags } from './api';
import { useT } from './messages';
import type { ImportInfo, RowProblem } from './types';

const STEPS = ['step_map', 'step_preview', 'step_run'] as const;
const GENDERS = ['female', 'male', 'other'] as const;

interface PreviewRow {
  row: number;
  fields: Record<string, unknown>;
  usable: boolean;
  [name: string]: unknown;
}

interface Target {
  key: string;
  vi: string;
  en: string;
}

interface Preview {
  imported: ImportInfo;
  rows: PreviewRow[];
  problems: RowProblem[];
}

export default function ImportPage() {
  const { importId = '' } = useParams({ strict: false }) as { importId?: string };
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('imports', importId),
    queryFn: () => api.get<ImportInfo>(`/imports/${importId}`),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  });
  return <QueryView query={query}>{(info) => <Import info={info} />}</QueryView>;
}

function Import({ info }: { info: ImportInfo }) {
  const t = useT();
  const [preview, setPreview] = useState<Preview | null>(null);
  const started = info.state === 'running' || info.state === 'done' || info.state === 'failed';
  const step = started ? 2 : preview ? 1 : 0;
  const here = useFocusMoved(step);
  return (
    <Page title={info.filename} back={{ to: '/imports', label: t('imports') }}>
      <Stepper active={info.state === 'done' ? 3 : step} size="sm">
        <Stepper.Step label={t('step_map')} />
        <Stepper.Step label={t('step_preview')} />
        <Stepper.Step label={t('step_run')} />
      </Stepper>
      <Box
        ref={here}
        tabIndex={-1}
        role="group"
        aria-label={t(STEPS[step])}
        className="mantine-focus-auto"
        style={{ scrollMarginTop: 72 }}
      >
        {started && <Progressing info={info} />}
        {!started && !preview && <Mapping info={info} onPreview={setPreview} />}
        {!started && preview && <PreviewStep preview={preview} onBack={() => setPreview(null)} />}
      </Box>
    </Page>
  );
}

function useTargets() {
  const { language } = useLanguage();
  const { api, key } = useWorkspace();
  const targets = useQuery({
    queryKey: key('import-targets'),
    queryFn: () => api.get<Target[]>('/import-targets'),
    staleTime: 60_000,
  });
  return (targets.data ?? []).map((target) => ({ value: target.key, label: target[language] }));
}

function Mapping({ info, onPreview }: { info: ImportInfo; onPreview: (p: Preview) => void }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const targets = useTargets();
  const known = Object.keys(info.mapping).length > 0 ? info.mapping : info.suggested_mapping;
  const [mapping, setMapping] = useState<Record<string, string>>(known);
  const [options, setOptions] = useState({
    overwrite: info.overwrite,
    tag: info.tag,
    consent_text: '',
  });
  const write = useWrite<void, Preview>({
    run: () => api.put<Preview>(`/imports/${info.id}/mapping`, { mapping, ...options }),
    refresh: [key('imports', info.id)],
    onDone: onPreview,
  });
  const columns = info.columns.map((column, index) => ({
    column,
    sample: info.sample
      .map((row) => row[index])
      .filter(Boolean)
      .slice(0, 2)
      .join(' · '),
  }));
  const choose = (column: string, target: string | null) => {
    const next = { ...mapping };
    if (target) next[column] = target;
    else delete next[column];
    setMapping(next);
  };
  return (
    <Stack>
      <Records
        label={t('step_map')}
        rows={columns}
        rowKey={({ column }) => column}
        columns={[
          {
            key: 'column',
            header: t('column'),
            primary: true,
            render: ({ column }) => <Text fw={500}>{column}</Text>,
          },
          {
            key: 'sample',
            header: t('sampleValue'),
            filled: ({ sample }) => sample !== '',
            render: ({ sample }) => (
              <Text size="sm" c="dimmed">
                {sample}
              </Text>
            ),
          },
          {
            key: 'target',
            header: t('goesTo'),
            width: 260,
            render: ({ column }) => (
              <Select
                aria-label={`${t('goesTo')}: ${column}`}
                placeholder={t('ignore')}
                data={targets}
                value={mapping[column] ?? null}
                onChange={(target) => choose(column, target)}
                clearable
                searchable
                filter={filterFolded}
              />
            ),
          },
        ]}
      />
      <Paper withBorder p="lg">
        <Stack>
          <Checkbox
            label={t('overwrite')}
            description={t('overwriteHint')}
            checked={options.overwrite}
            onChange={(event) => setOptions({ ...options, overwrite: event.currentTarget.checked })}
          />
          <TextInput
            label={t('importTag')}
            value={options.tag}
            onChange={(event) => setOptions({ ...options, tag: event.currentTarget.value })}
            maw={360}
          />
          <Textarea
            label={t('consentProof')}
            description={t('consentProofHint')}
            value={options.consent_text}
            onChange={(event) =>
              setOptions({ ...options, consent_text: event.currentTarget.value })
            }
            autosize
            minRows={2}
          />
        </Stack>
      </Paper>
      <Button
        onClick={() => write.mutate()}
        loading={write.isPending}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('preview')}
      </Button>
    </Stack>
  );
}

/** A value of the preview as the profile will show it. */
function useCell() {
  const t = useT();
  return (row: PreviewRow, target: string): string => {
    const value = target.startsWith('fields.') ? row.fields[target.slice(7)] : row[target];
    if (Array.isArray(value)) return value.join(', ');
    if (target === 'gender') {
      const known = GENDERS.find((gender) => gender === value);
      return known ? t(`gender_${known}`) : '';
    }
    const text = value === null || value === undefined ? '' : String(value);
    return /^\d{4}-\d\d-\d\d$/.test(text) ? text.split('-').reverse().join('/') : text;
  };
}

function PreviewStep(props: { preview: Preview; onBack: () => void }) {
  const t = useT();
  const { preview } = props;
  const cell = useCell();
  const info = preview.imported;
  const { api, key, can } = useWorkspace();
  const targets = useTargets().filter(({ value }) => Object.values(info.mapping).includes(value));
  const run = useWrite({
    run: () => api.post(`/imports/${info.id}/run`),
    refresh: [key('imports')],
  });
  return (
    <Stack>
      <Text c="dimmed">{t('previewLead')}</Text>
      <Paper withBorder>
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label={t('preview')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={70}>{t('rowNumber')}</Table.Th>
                {targets.map((target) => (
                  <Table.Th key={target.value}>{target.label}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {preview.rows.slice(0, 20).map((row) => (
                <Table.Tr key={row.row}>
                  <Table.Td c="dimmed">{row.row}</Table.Td>
                  {targets.map((target) => (
                    <Table.Td key={target.value}>{cell(row, target.value)}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      <Problems problems={preview.problems} />
      <Group>
        {can('import.publish') && (
          <Button onClick={() => run.mutate(undefined)} loading={run.isPending}>
            {t('run')}
          </Button>
        )}
        <Button variant="default" onClick={props.onBack}>
          {t('backToMapping')}
        </Button>
      </Group>
    </Stack>
  );
}

function Problems({ problems }: { problems: RowProblem[] }) {
  const t = useT();
  if (problems.length === 0) return <Alert color="teal">{t('noProblems')}</Alert>;
  return (
    <Alert color="orange" title={t('problems')}>
      <List size="sm">
        {problems.slice(0, 30).map((problem) => (
          <List.Item key={`${problem.row}-${problem.column}-${problem.code}`}>
            {problem.column
              ? t('problemRow', { row: problem.row, column: problem.column, value: problem.value })
              : t('problemWholeRow', { row: problem.row })}
            {` – ${problem.message}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Progressing({ info }: { info: ImportInfo }) {
  const t = useT();
  const share = info.total > 0 ? (100 * info.processed) / info.total : 0;
  const results = [
    [t('resultCreated'), info.created],
    [t('resultUpdated'), info.updated],
    [t('resultUnchanged'), info.unchanged],
    [t('resultProblems'), info.problems],
    [t('resultFailed'), info.failed],
  ] as const;
  return (
    <Paper withBorder p="lg">
      <Stack>
        <Group justify="space-between">
          <Badge
            variant="light"
            tt="none"
            size="lg"
            color={info.state === 'done' ? 'teal' : info.state === 'failed' ? 'red' : 'blue'}
          >
            {t(`importState_${info.state}`)}
          </Badge>
        </Group>
        {info.state === 'running' && (
          <>
            <Progress value={share} animated aria-label={t('importState_running')} />
            <Text size="sm" c="dimmed" role="status">
              {t('running', {
                done: formatNumber(info.processed),
                total: formatNumber(info.total),
              })}
            </Text>
          </>
        )}
        {info.state === 'done' ? <Summary info={info} /> : null}
        <SimpleGrid cols={{ base: 2, sm: 5 }}>
          {results.map(([label, count]) => (
            <div key={label}>
              <Text size="sm" c="dimmed">
                {label}
              </Text>
              <Title order={3}>{formatNumber(count)}</Title>
            </div>
          ))}
        </SimpleGrid>
        {info.state === 'done' && <NextSteps info={info} />}
      </Stack>
    </Paper>
  );
}

/** The result in a sentence: every row is in one of its figures. */
function Summary({ info }: { info: ImportInfo }) {
  const t = useT();
  const { total, created, updated, unchanged, failed, problems } = info;
  const figures = Object.entries({ total, created, updated, unchanged, failed, problems });
  const said = Object.fromEntries(figures.map(([name, count]) => [name, formatNumber(count)]));
  return (
    <div role="status">
      <Text fw={500}>{t('importSummary', said)}</Text>
      {problems > 0 && <Text size="sm">{t('importPartial', said)}</Text>}
    </div>
  );
}

/** Where to go from a finished import: to the people, to the rows to mend, to another list. */
function NextSteps({ info }: { info: ImportInfo }) {
  const t = useT();
  const { api } = useWorkspace();
  const href = useWorkspaceHref();
  const tag = useTags().data?.find(({ name }) => name === info.tag);
  const wrong = info.failed + info.problems > 0;
  return (
    <Stack gap="xs">
      {wrong && (
        <Text size="sm" c="dimmed">
          {t('mendErrors')}
        </Text>
      )}
      <Group gap="xs">
        <Button component={InAppLink} href={href(tag ? `/customers?tag=${tag.id}` : '/customers')}>
          {tag ? t('seeTagged', { tag: tag.name }) : t('seeCustomers')}
        </Button>
        {wrong && (
          <Button
            component="a"
            variant="default"
            href={api.url(`/imports/${info.id}/errors.xlsx`)}
            leftSection={<IconDownload size={16} />}
          >
            {t('downloadErrors')}
          </Button>
        )}
        <Button component={InAppLink} href={href('/imports')} variant="subtle">
          {t('importMore')}
        </Button>
      </Group>
    </Stack>
  );
}
