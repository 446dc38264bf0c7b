import { Alert, Button, Group, Paper, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Closer } from '@/api/routes';
import type { Role } from '@/kit/permissions';
import { useWorkspace } from '@/kit/workspace';
import { Copyable, Dialog, EmptyState, QueryView, useConfirm, useUi, useWrite } from '@/ui';
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
        {(keys) => (
          <Paper withBorder>
            {keys.length === 0 ? (
              <EmptyState icon={IconKey} title={t('noKeys')} hint={t('noKeysHint')} />
            ) : (
              <KeyTable keys={keys} />
            )}
          </Paper>
        )}
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
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm" aria-label={t('apiKeys')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('keyName')}</Table.Th>
            <Table.Th>{t('keyPrefix')}</Table.Th>
            <Table.Th>{t('role')}</Table.Th>
            <Table.Th>{t('created')}</Table.Th>
            <Table.Th>{t('lastUsed')}</Table.Th>
            <Table.Th ta="right">{ui('actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((item) => (
            <Table.Tr key={item.id}>
              <Table.Td fw={500}>{item.name}</Table.Td>
              <Table.Td ff="monospace">{item.prefix}…</Table.Td>
              <Table.Td>{t(`role_${item.role}`)}</Table.Td>
              <Table.Td>{dateTime(item.created_at)}</Table.Td>
              <Table.Td>{item.last_used_at ? dateTime(item.last_used_at) : t('never')}</Table.Td>
              <Table.Td ta="right">
                {can('apikey.edit') && (
                  <Button
                    size="xs"
                    variant="subtle"
                    color="red"
                    onClick={() =>
                      confirm({
                        title: t('revokeTitle', { name: item.name }),
                        body: t('revokeBody'),
                        action: t('revoke'),
                        danger: true,
                        onConfirm: () => revoke.mutate(item.id),
                      })
                    }
                  >
                    {t('revoke')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
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
