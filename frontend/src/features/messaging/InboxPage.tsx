import { Badge, Group, Select, Stack, Tabs, Text } from '@mantine/core';
import { IconInbox, IconSend } from '@tabler/icons-react';
import { useWorkspace } from '@/kit/workspace';
import { DataList, Page, SearchBox, useCursorList, useUrlState, WLink } from '@/ui';
import { useT } from './messages';
import { type InboxItem, MESSAGE_STATES, type Message } from './types';

const COLORS: Record<Message['state'], string> = {
  ready: 'blue',
  sending: 'blue',
  sent: 'teal',
  skipped: 'orange',
  failed: 'red',
  unknown: 'grape',
  deferred: 'gray',
};

export default function InboxPage() {
  const t = useT();
  const [{ tab }, setFilter] = useUrlState({ tab: 'inbox' });
  return (
    <Page title={t('inbox')} description={t('inboxLead')}>
      <Tabs value={tab} onChange={(next) => next && setFilter({ tab: next })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="inbox" leftSection={<IconInbox size={16} />}>
            {t('inbox')}
          </Tabs.Tab>
          <Tabs.Tab value="outbox" leftSection={<IconSend size={16} />}>
            {t('outbox')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="inbox">
          <Inbox />
        </Tabs.Panel>
        <Tabs.Panel value="outbox">
          <Outbox />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Inbox() {
  const t = useT();
  const { dateTime } = useWorkspace();
  const [filter, setFilter, clear] = useUrlState({ q: '' });
  const list = useCursorList<InboxItem>('inbox', '/inbox', filter);
  return (
    <Stack>
      <Group>
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('inboxSearch')}
        />
      </Group>
      <DataList
        label={t('inbox')}
        query={list}
        rowKey={(row) => String(row.id)}
        rowTo={(row) => `/inbox/${row.id}`}
        filtered={filter.q !== ''}
        onClearFilters={clear}
        columns={[
          {
            key: 'subject',
            header: t('subject'),
            primary: true,
            render: (row, link) => link(row.subject || t('noSubject')),
          },
          { key: 'to', header: t('to'), render: (row) => row.address },
          { key: 'at', header: t('at'), render: (row) => dateTime(row.at), width: 160 },
        ]}
        empty={{ icon: IconInbox, title: t('noInbox'), hint: t('noInboxHint') }}
      />
    </Stack>
  );
}

function Outbox() {
  const t = useT();
  const { dateTime } = useWorkspace();
  const [filter, setFilter] = useUrlState({ state: '' });
  const list = useCursorList<Message>('messages', '/messages', { state: filter.state });
  return (
    <>
      <Group mb="sm">
        <Select
          aria-label={t('state')}
          placeholder={t('allStates')}
          data={MESSAGE_STATES.map((state) => ({ value: state, label: t(`state_${state}`) }))}
          value={filter.state || null}
          onChange={(state) => setFilter({ state: state ?? '' })}
          clearable
          w={190}
        />
      </Group>
      <DataList
        label={t('outbox')}
        query={list}
        rowKey={(row) => String(row.id)}
        filtered={filter.state !== ''}
        onClearFilters={() => setFilter({ state: '' })}
        columns={[
          {
            key: 'content',
            header: t('content'),
            primary: true,
            render: (row) => <Text fw={500}>{row.content_name}</Text>,
          },
          {
            key: 'to',
            header: t('to'),
            render: (row) => (
              <WLink to={`/customers/${row.customer_id}`}>{row.address || t('openCustomer')}</WLink>
            ),
          },
          {
            key: 'state',
            header: t('state'),
            render: (row) => (
              <Badge variant="light" tt="none" color={COLORS[row.state]}>
                {t(`state_${row.state}`)}
              </Badge>
            ),
          },
          {
            key: 'reason',
            header: t('reason'),
            render: (row) => row.reason_text || row.detail || '–',
          },
          { key: 'due', header: t('due'), render: (row) => dateTime(row.due_at), width: 160 },
        ]}
        empty={{ icon: IconSend, title: t('noMessages'), hint: t('noMessagesHint') }}
      />
    </>
  );
}
