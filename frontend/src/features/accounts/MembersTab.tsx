import { Badge, Button, Group, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchMe } from '@/api/auth';
import type { Closer } from '@/api/routes';
import type { Role } from '@/kit/permissions';
import { useWorkspace } from '@/kit/workspace';
import { Dialog, QueryView, Records, useConfirm, useFieldErrors, useUi, useWrite } from '@/ui';
import { useT } from './messages';
import { GIVEN_ROLES, type GivenRole, RoleSelect } from './RoleSelect';

type Member = Closer<'MemberOut', { role: Role }>;

export default function MembersTab() {
  const t = useT();
  const ui = useUi();
  const { api, key, can, date } = useWorkspace();
  const [adding, add] = useDisclosure(false);
  const query = useQuery({
    queryKey: key('members'),
    queryFn: () => api.get<Member[]>('/members'),
  });
  return (
    <Stack>
      {can('member.edit') && (
        <Group justify="flex-end">
          <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
            {t('addMember')}
          </Button>
        </Group>
      )}
      <QueryView query={query}>
        {(members) => (
          <Records
            label={t('members')}
            rows={members}
            rowKey={(member) => member.id}
            columns={[
              {
                key: 'name',
                header: t('name'),
                primary: true,
                render: ({ name, email }) => (
                  <>
                    <Text fw={500}>{name || email}</Text>
                    <Text size="xs" c="dimmed">
                      {email}
                    </Text>
                  </>
                ),
              },
              { key: 'role', header: t('role'), render: (member) => <RoleOf member={member} /> },
              { key: 'joined', header: t('joined'), render: (member) => date(member.joined_at) },
              {
                key: 'access',
                header: ui('actions'),
                align: 'right',
                render: (member) => <Access member={member} />,
              },
            ]}
          />
        )}
      </QueryView>
      <Dialog opened={adding} onClose={add.close} title={t('addMember')}>
        <AddMember onDone={add.close} />
      </Dialog>
    </Stack>
  );
}

function useChange(member: Member) {
  const t = useT();
  const { api, key } = useWorkspace();
  return useWrite<{ role?: GivenRole; active?: boolean }>({
    run: (patch) => api.patch(`/members/${member.id}`, patch),
    refresh: [key('members'), ['me']],
    done: t('memberSaved'),
  });
}

/** Nobody changes the owner, nor by a slip themselves. */
function useChangeable({ role, email }: Member): boolean {
  const { can } = useWorkspace();
  const me = useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: 5 * 60_000 });
  return can('member.edit') && role !== 'owner' && me.data?.user.email !== email;
}

function RoleOf({ member }: { member: Member }) {
  const t = useT();
  const write = useChange(member);
  if (!useChangeable(member)) return t(`role_${member.role}`);
  return (
    <Select
      aria-label={`${t('role')}: ${member.name || member.email}`}
      data={GIVEN_ROLES.map((role) => ({ value: role, label: t(`role_${role}`) }))}
      value={member.role}
      allowDeselect={false}
      onChange={(role) => role && write.mutate({ role: role as GivenRole })}
      w={150}
    />
  );
}

function Access({ member }: { member: Member }) {
  const t = useT();
  const confirm = useConfirm();
  const write = useChange(member);
  const changeable = useChangeable(member);
  const toggle = () => {
    if (!member.active) return write.mutate({ active: true });
    confirm({
      title: t('letOutTitle', { name: member.name || member.email }),
      body: t('letOutBody'),
      action: t('letOut'),
      danger: true,
      onConfirm: () => write.mutate({ active: false }),
    });
  };
  return (
    <Group justify="flex-end" gap="xs" wrap="nowrap">
      <Badge variant="light" tt="none" color={member.active ? 'teal' : 'gray'}>
        {member.active ? t('activeMember') : t('blockedMember')}
      </Badge>
      {changeable && (
        <Button size="xs" variant="subtle" loading={write.isPending} onClick={toggle}>
          {member.active ? t('letOut') : t('letIn')}
        </Button>
      )}
    </Group>
  );
}

function AddMember({ onDone }: { onDone: () => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<GivenRole>('editor');
  const [password, setPassword] = useState('');
  const { errors, onError } = useFieldErrors();
  const write = useWrite({
    run: () => api.post('/members', { name, email, role, password: password || null }),
    refresh: [key('members')],
    done: t('memberAdded'),
    onDone,
    onError,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(undefined);
      }}
    >
      <Stack>
        <TextInput
          label={t('name')}
          required
          value={name}
          error={errors.name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t('email')}
          type="email"
          required
          value={email}
          error={errors.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <PasswordInput
          label={t('firstPassword')}
          description={t('firstPasswordHint')}
          autoComplete="new-password"
          value={password}
          error={errors.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={write.isPending}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}
