import { Alert, Autocomplete, Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsJoin, IconPlus, IconTag, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { showPhone } from '@/kit/phone';
import { useWorkspace } from '@/kit/workspace';
import {
  type Column,
  DataList,
  Dialog,
  ExportButton,
  filterFolded,
  InAppLink,
  Page,
  SearchBox,
  useCursorList,
  useGo,
  useUi,
  useUrlState,
  useWorkspaceHref,
  useWrite,
  WLink,
} from '@/ui';
import { useMergePairs, useTags } from './api';
import { CustomerForm } from './CustomerForm';
import { useT } from './messages';
import type { Customer } from './types';

const DEFAULTS = { q: '', tag: '', sort: '-created_at' };

export default function CustomersPage() {
  const t = useT();
  const ui = useUi();
  const { api, can } = useWorkspace();
  const href = useWorkspaceHref();
  const go = useGo();
  const [filter, setFilter, clear] = useUrlState(DEFAULTS);
  const [adding, add] = useDisclosure(false);
  const [tagging, tag] = useDisclosure(false);
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const tags = useTags();
  const list = useCursorList<Customer>('customers', '/customers', filter);
  const mayEdit = can('customer.edit');
  return (
    <Page
      title={t('customers')}
      description={t('customersLead')}
      actions={
        <>
          {can('customer.export') && (
            <ExportButton
              href={api.url('/customers/export.xlsx', { q: filter.q, tag: filter.tag })}
            />
          )}
          {mayEdit && (
            <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
              {t('addCustomer')}
            </Button>
          )}
        </>
      }
    >
      <MergeNotice />
      <Group gap="sm">
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('searchHint')}
        />
        <Select
          aria-label={t('tag')}
          placeholder={t('allTags')}
          data={(tags.data ?? []).map((item) => ({ value: item.id, label: item.name }))}
          value={filter.tag || null}
          onChange={(value) => setFilter({ tag: value ?? '' })}
          clearable
          searchable
          filter={filterFolded}
          w={180}
        />
        <Select
          aria-label={t('sort')}
          data={[
            { value: '-created_at', label: t('sort_newest') },
            { value: 'created_at', label: t('sort_oldest') },
            { value: 'name', label: t('sort_name') },
          ]}
          value={filter.sort}
          onChange={(value) => value && setFilter({ sort: value })}
          allowDeselect={false}
          w={180}
        />
        {picked.size > 0 && (
          <Group gap="xs">
            <Text size="sm">{ui('selected', { count: picked.size })}</Text>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconTag size={14} />}
              onClick={tag.open}
            >
              {t('bulkTag')}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setPicked(new Set())}>
              {ui('clear')}
            </Button>
          </Group>
        )}
      </Group>
      <DataList
        label={t('customers')}
        query={list}
        columns={useColumns()}
        rowKey={(row) => row.id}
        rowTo={(row) => `/customers/${row.id}`}
        {...(mayEdit ? { selection: { ids: picked, onChange: setPicked } } : {})}
        filtered={filter.q !== '' || filter.tag !== ''}
        onClearFilters={clear}
        empty={{
          icon: IconUsers,
          title: t('noCustomers'),
          hint: t('noCustomersHint'),
          action: can('import.edit') && (
            <Button component={InAppLink} href={href('/imports')} variant="light">
              {t('importList')}
            </Button>
          ),
        }}
      />
      <Dialog opened={adding} onClose={add.close} title={t('addCustomer')} size="lg">
        <CustomerForm
          onDone={(customer) => {
            add.close();
            go(`/customers/${customer.id}`);
          }}
        />
      </Dialog>
      <BulkTag
        opened={tagging}
        ids={[...picked]}
        onClose={tag.close}
        onDone={() => {
          tag.close();
          setPicked(new Set());
        }}
      />
    </Page>
  );
}

function useColumns(): Column<Customer>[] {
  const t = useT();
  const { date } = useWorkspace();
  return [
    {
      key: 'name',
      header: t('name'),
      primary: true,
      render: (row, link) => link(row.full_name || t('unnamed')),
    },
    { key: 'phone', header: t('phone'), render: (row) => showPhone(row.phone) || '–' },
    { key: 'email', header: t('email'), render: (row) => row.email ?? '–' },
    {
      key: 'tags',
      header: t('tags'),
      filled: (row) => row.tags.length > 0,
      render: (row) => (
        <Group gap={4}>
          {row.tags.map((tag) => (
            <Badge key={tag.id} variant="light" tt="none" fw={500}>
              {tag.name}
            </Badge>
          ))}
        </Group>
      ),
    },
    { key: 'created', header: t('created'), render: (row) => date(row.created_at), width: 120 },
  ];
}

function BulkTag(props: {
  opened: boolean;
  ids: string[];
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useT();
  const { api, key } = useWorkspace();
  const tags = useTags();
  const [name, setName] = useState('');
  const write = useWrite({
    run: () => api.post('/customers/bulk-tag', { ids: props.ids, tag: name.trim() }),
    refresh: [key('customers'), key('tags')],
    done: t('tagged'),
    onDone: () => {
      setName('');
      props.onDone();
    },
  });
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={t('bulkTagTitle', { count: props.ids.length })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(undefined);
        }}
      >
        <Stack>
          <Autocomplete
            label={t('tagName')}
            description={t('tagHint')}
            data={(tags.data ?? []).map((tag) => tag.name)}
            value={name}
            onChange={setName}
            required
            data-autofocus
          />
          <Button type="submit" loading={write.isPending} disabled={!name.trim()}>
            {t('bulkTag')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Say that there are pairs to look at; nothing when there are none. */
function MergeNotice() {
  const t = useT();
  const pairs = useMergePairs();
  if (!pairs.data?.length) return null;
  return (
    <Alert color="blue" variant="light" icon={<IconArrowsJoin size={18} />}>
      {t('mergeNotice')}{' '}
      <WLink to="/merge-suggestions" c="inherit" underline="always">
        {t('mergeOpen')}
      </WLink>
    </Alert>
  );
}
