/** Who walked through the flow. */

import { Badge, Box, Group, Select, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useWorkspace } from '@/kit/workspace';
import { DataList, Picker, useCursorList, useUrlState } from '@/ui';
import classes from './automation.module.css';
import { useWords } from './data';
import { useT } from './messages';
import { summarize } from './summary';
import { RUN_STATES, type Run } from './types';

export const RUN_COLORS: Record<Run['state'], string> = {
  active: 'blue',
  parked: 'orange',
  done: 'teal',
  stopped: 'gray',
  failed: 'red',
  refused: 'gray',
};

export function RunsTab({ flowId, latest }: { flowId: string; latest: number }) {
  const t = useT();
  const words = useWords();
  const { dateTime } = useWorkspace();
  const [filter, setFilter] = useUrlState({ customer: '', run: '', version: '' });
  const list = useCursorList<Run>('flow-runs', `/flows/${flowId}/runs`, {
    customer: filter.customer,
    state: filter.run,
    version: filter.version,
    limit: 20,
  });
  return (
    <div className={classes.scroll}>
      <Stack p="md">
        <Group align="flex-end" gap="sm">
          <Box w={{ base: '100%', xs: 320 }}>
            <Picker
              kind="customer"
              label={t('byCustomer')}
              value={filter.customer || null}
              onChange={(id) => setFilter({ customer: id ?? '' })}
            />
          </Box>
          <Select
            label={t('runState')}
            data={[
              { value: '', label: t('anyState') },
              ...RUN_STATES.map((state) => ({ value: state, label: t(`run_${state}`) })),
            ]}
            value={filter.run}
            allowDeselect={false}
            onChange={(run) => setFilter({ run: run ?? '' })}
          />
          {latest > 1 && (
            <Select
              label={t('version')}
              data={[
                { value: '', label: t('allVersions') },
                ...Array.from({ length: latest }, (_, index) => ({
                  value: String(latest - index),
                  label: t('versionNo', { number: latest - index }),
                })),
              ]}
              value={filter.version}
              allowDeselect={false}
              onChange={(version) => setFilter({ version: version ?? '' })}
            />
          )}
        </Group>
        <DataList
          label={t('runs')}
          query={list}
          rowKey={(run) => String(run.id)}
          rowTo={(run) => `/flows/${flowId}/runs/${run.id}`}
          columns={[
            {
              key: 'customer',
              header: t('customer'),
              primary: true,
              render: (run, link) => link(run.customer_name || t('unnamed')),
            },
            {
              key: 'state',
              header: t('runState'),
              render: (run) => (
                <Badge variant="light" color={RUN_COLORS[run.state]} tt="none">
                  {t(`run_${run.state}`)}
                </Badge>
              ),
            },
            {
              key: 'at',
              header: t('currentStep'),
              render: (run) =>
                run.node && ['active', 'parked', 'failed'].includes(run.state) ? (
                  <>
                    {summarize(run.node, words)}
                    {run.state === 'active' && (
                      <Text size="xs" c="dimmed">
                        {t('dueAt', { at: dateTime(run.due_at) })}
                      </Text>
                    )}
                    {run.reason_message && <Text size="xs">{run.reason_message}</Text>}
                  </>
                ) : (
                  run.reason_message || '–'
                ),
            },
            { key: 'version', header: t('version'), render: (run) => run.version_number },
            { key: 'entered', header: t('enteredAt'), render: (run) => dateTime(run.entered_at) },
            {
              key: 'finished',
              header: t('finishedAt'),
              wideOnly: true,
              render: (run) => (run.finished_at ? dateTime(run.finished_at) : '–'),
            },
          ]}
          empty={{ icon: IconUsers, title: t('noRuns'), hint: t('noRunsHint') }}
          filtered={Boolean(filter.customer || filter.run || filter.version)}
          onClearFilters={() => setFilter({ customer: '', run: '', version: '' })}
        />
      </Stack>
    </div>
  );
}
