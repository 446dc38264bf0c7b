import { ActionIcon, Badge, Button, Group, Menu, Select, Stack } from '@mantine/core';
import {
  IconCopy,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconRoute,
  IconTrash,
} from '@tabler/icons-react';
import { useWorkspace } from '@/kit/workspace';
import { DataList, Page, SearchBox, useCursorList, useGo, useUrlState } from '@/ui';
import { useFlowActions } from './actions';
import { useT } from './messages';
import { StateBadge } from './StateBadge';
import type { Flow } from './types';

export default function FlowsPage() {
  const t = useT();
  const go = useGo();
  const { can, dateTime } = useWorkspace();
  const [filter, setFilter, clear] = useUrlState({ q: '', state: '' });
  const list = useCursorList<Flow>('flows', '/flows', {
    q: filter.q,
    state: filter.state,
    limit: 50,
  });
  const button = can('flow.edit') && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => go('/flow-library')}>
      {t('newFlow')}
    </Button>
  );
  return (
    <Page title={t('flows')} description={t('flowsLead')} actions={button}>
      <Group gap="sm">
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('flowsSearch')}
        />
        <Select
          aria-label={t('state')}
          data={[
            { value: '', label: t('anyState') },
            ...(['live', 'paused', 'draft'] as const).map((state) => ({
              value: state,
              label: t(`state_${state}`),
            })),
          ]}
          value={filter.state}
          onChange={(state) => setFilter({ state: state ?? '' })}
          allowDeselect={false}
          w={180}
        />
      </Group>
      <DataList
        label={t('flows')}
        query={list}
        rowKey={(flow) => flow.id}
        rowTo={(flow) => `/flows/${flow.id}`}
        columns={[
          {
            key: 'name',
            header: t('flow'),
            primary: true,
            render: (flow, link) => (
              <Stack gap={2} align="flex-start">
                {link(flow.name)}
                {flow.changed_since_publish && flow.published_number !== null && (
                  <Badge size="sm" color="orange" variant="light" tt="none">
                    {t('changed')}
                  </Badge>
                )}
              </Stack>
            ),
          },
          { key: 'state', header: t('state'), render: (flow) => <StateBadge state={flow.state} /> },
          {
            key: 'version',
            header: t('version'),
            render: (flow) => flow.published_number ?? t('notPublished'),
          },
          { key: 'active', header: t('activeNow'), align: 'right', render: (flow) => flow.active },
          { key: 'entered', header: t('entered'), align: 'right', render: (flow) => flow.entered },
          {
            key: 'updated',
            header: t('updated'),
            wideOnly: true,
            render: (flow) => dateTime(flow.updated_at),
          },
          {
            key: 'menu',
            header: t('actions'),
            headerHidden: true,
            width: 56,
            render: (flow) => <RowMenu flow={flow} />,
          },
        ]}
        empty={{
          icon: IconRoute,
          title: t('noFlows'),
          hint: t('noFlowsHint'),
          action: button,
        }}
        filtered={Boolean(filter.q || filter.state)}
        onClearFilters={clear}
      />
    </Page>
  );
}

function RowMenu({ flow }: { flow: Flow }) {
  const t = useT();
  const { can } = useWorkspace();
  const { duplicate, askPause, askResume, askDelete } = useFlowActions(flow);
  if (!can('flow.edit')) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('moreActions', { name: flow.name })}
          size="lg"
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => duplicate.mutate()}>
          {t('duplicate')}
        </Menu.Item>
        {can('flow.publish') && flow.state === 'live' && (
          <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => void askPause()}>
            {t('pause')}
          </Menu.Item>
        )}
        {can('flow.publish') && flow.state === 'paused' && (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => void askResume()}>
            {t('resume')}
          </Menu.Item>
        )}
        {can('flow.delete') && (
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() => void askDelete()}
          >
            {t('deleteFlow')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
