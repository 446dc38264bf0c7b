import { Alert, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Closer } from '@/api/routes';
import type { Role } from '@/kit/permissions';
import { useWorkspace } from '@/kit/workspace';
import {
  Copyable,
  Dialog,
  EmptyState,
  QueryView,
  Records,
  useConfirm,
  useUi,
  useWrite,
} from '@/ui';
import { useT } from './messages';
import { type GivenRole, RoleSelect } from './RoleSelect';

type ApiKey = Closer<'ApiKeyOut', { role: Role }>;

export default function ApiKeysTab() {
  const t = useT();
  const { api, key, can } = useWorkspace();
  const [adding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: key('api-keys'),
    queryFn: () => api.get<ApiKey[]>('/api-keys'),
  });
  return (
    <Stack>
      {can('apikey.edit') && (
        <Group justify="flex-end">
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('addKey')}
          </Button>
        </Group>
      )}
      <QueryView query={query}>
        {(keys) =>
          keys.length === 0 ? (
            <Paper withBorder>
              <EmptyState icon={IconKey} title={t('noKeys')} hint={t('noKeysHint')} />
            </Paper>
          ) : (
            <KeyTable keys={keys} />
          )
        }
      </QueryView>
      <Dialog opened={adding} onClose={() => setAdding(false)} title={t('addKey')}>
        <NewKey />
      </Dialog>
    </Stack>
  );
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  const t = useT();
  const ui = useUi();
  const { api, key, can, dateTime } = useWorkspace();
  const confirm = useConfirm();
  const revoke = useWrite<string>({
    run: (id) => api.delete(`/api-keys/${id}`),
    refresh: [key('api-keys')],
    done: t('revoked'),
  });
  const ask = ({ id, name }: ApiKey) =>
    confirm({
      title: t('revokeTitle', { name }),
      body: t('revokeBody'),
      action: t('revoke'),
      danger: true,
      onConfirm: () => revoke.mutate(id),
    });
  return (
    <Records
      label={t('apiKeys')}
      rows={keys}
      rowKey={(item) => item.id}
      columns={[
        {
          key: 'name',
          header: t('keyName'),
          primary: true,
          render: (item) => <Text fw={500}>{item.name}</Text>,
        },
        {
          key: 'prefix',
          header: t('keyPrefix'),
          render: (item) => <Text ff="monospace">{item.prefix}…</Text>,
        },
        { key: 'role', header: t('role'), render: (item) => t(`role_${item.role}`) },
        { key: 'created', header: t('created'), render: (item) => dateTime(item.created_at) },
        {
          key: 'used',
          header: t('lastUsed'),
          render: (item) => (item.last_used_at ? dateTime(item.last_used_at) : t('never')),
        },
        {
          key: 'revoke',
          header: ui('actions'),
          align: 'right',
          filled: () => can('apikey.edit'),
          render: (item) =>
            can('apikey.edit') && (
              <Button size="xs" variant="subtle" color="red" onClick={() => ask(item)}>
                {t('revoke')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function NewKey() {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const [name, setName] = useState('');
  const [role, setRole] = useState<GivenRole>('viewer');
  const make = useWrite<void, { secret: string }>({
    run: () => api.post('/api-keys', { name: name.trim(), role }),
    refresh: [key('api-keys')],
  });
  if (make.data) {
    return (
      <Stack>
        <Text fw={600}>{t('keyMade')}</Text>
        <Copyable value={make.data.secret} />
        <Alert color="orange">{t('keyOnce')}</Alert>
      </Stack>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={t('keyName')}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <RoleSelect value={role} onChange={setRole} />
        <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}
