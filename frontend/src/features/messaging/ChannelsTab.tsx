import {
  Alert,
  Badge,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconMailForward, IconPlus, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText, formErrors } from '@/api/problem';
import type { Schema } from '@/api/routes';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import {
  Dialog,
  EmptyState,
  QueryView,
  tellDone,
  useConfirm,
  useFieldErrors,
  useUi,
  useWrite,
} from '@/ui';
import { useInboxLink } from './inboxLink';
import { messages, useT } from './messages';
import type { Channel, ChannelKind, ConfigField } from './types';

interface ChannelList {
  items: Channel[];
  kinds: ChannelKind[];
  fallback: string;
}

export default function ChannelsTab() {
  const t = useT();
  const ui = useUi();
  const { api, key, can } = useWorkspace();
  const [editing, setEditing] = useState<Channel | 'new' | null>(null);
  const [testing, setTesting] = useState<Channel | null>(null);
  const query = useQuery({
    queryKey: key('channels'),
    queryFn: () => api.get<ChannelList>('/channels'),
  });
  const mayEdit = can('channel.edit');
  const confirm = useConfirm();
  const remove = useWrite<Channel>({
    run: ({ id }) => api.delete(`/channels/${id}`),
    refresh: [key('channels')],
    done: t('channelDeleted'),
  });
  return (
    <QueryView query={query}>
      {({ items, kinds, fallback }) => (
        <Stack>
          <Group justify="space-between">
            <Text c="dimmed">{t('channelsLead')}</Text>
            {mayEdit && (
              <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
                {t('addChannel')}
              </Button>
            )}
          </Group>
          {items.length === 0 && (
            <Paper withBorder>
              <EmptyState icon={IconSend} title={t('noChannels')} hint={t('noChannelsHint')} />
            </Paper>
          )}
          {!items.some((channel) => channel.is_default) && (
            <Alert color={fallback === 'inbox' ? 'orange' : 'gray'}>
              {t(fallback === 'inbox' ? 'noDefaultInbox' : 'noDefaultHouse')}
            </Alert>
          )}
          {items.map((channel) => (
            <Paper withBorder p="md" key={channel.id}>
              <Group justify="space-between">
                <div>
                  <Group gap="xs">
                    <Text fw={600}>{channel.name}</Text>
                    {channel.is_default && (
                      <Badge variant="light" tt="none">
                        {t('isDefault')}
                      </Badge>
                    )}
                  </Group>
                  <Text size="sm" c="dimmed">
                    {kinds.find(({ kind }) => kind === channel.kind)?.label ?? channel.kind}
                    {channel.from_email && ` · ${channel.from_name} <${channel.from_email}>`}
                  </Text>
                </div>
                {mayEdit && (
                  <Group gap="xs">
                    <Button
                      variant="default"
                      size="xs"
                      leftSection={<IconMailForward size={14} />}
                      onClick={() => setTesting(channel)}
                    >
                      {t('test')}
                    </Button>
                    <Button variant="light" size="xs" onClick={() => setEditing(channel)}>
                      {ui('edit')}
                    </Button>
                    <Button
                      variant="subtle"
                      color="red"
                      size="xs"
                      loading={remove.isPending && remove.variables.id === channel.id}
                      onClick={() =>
                        confirm({
                          title: t('deleteChannelTitle', { name: channel.name }),
                          body: channel.is_default
                            ? t(fallback === 'inbox' ? 'deleteDefaultInbox' : 'deleteDefaultHouse')
                            : t('deleteChannelBody'),
                          action: t('deleteChannel'),
                          danger: true,
                          onConfirm: () => remove.mutate(channel),
                        })
                      }
                    >
                      {t('deleteChannel')}
                    </Button>
                  </Group>
                )}
              </Group>
            </Paper>
          ))}
          <Dialog
            opened={editing !== null}
            onClose={() => setEditing(null)}
            title={editing === 'new' ? t('addChannel') : t('editChannel')}
            size="lg"
          >
            {editing && (
              <ChannelForm
                channel={editing === 'new' ? null : editing}
                kinds={kinds}
                onDone={() => setEditing(null)}
              />
            )}
          </Dialog>
          <Dialog
            opened={testing !== null}
            onClose={() => setTesting(null)}
            title={testing ? t('testTitle', { name: testing.name }) : ''}
          >
            {testing && <TestForm channel={testing} onDone={() => setTesting(null)} />}
          </Dialog>
        </Stack>
      )}
    </QueryView>
  );
}

function defaults(kind: ChannelKind | undefined): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind?.form.properties ?? {})) {
    if (field.default !== undefined) found[name] = field.default;
  }
  return found;
}

function ChannelForm(props: { channel: Channel | null; kinds: ChannelKind[]; onDone: () => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const { channel, kinds } = props;
  const [kind, setKind] = useState(channel?.kind ?? kinds[0]?.kind ?? '');
  const spec = kinds.find((item) => item.kind === kind);
  const [base, setBase] = useState({
    name: channel?.name ?? '',
    from_name: channel?.from_name ?? '',
    from_email: channel?.from_email ?? '',
    is_default: channel?.is_default ?? false,
  });
  const [config, setConfig] = useState<Record<string, unknown>>(
    channel ? withoutSecrets(channel.config, spec) : defaults(spec),
  );
  const { errors, onError } = useFieldErrors();
  const write = useWrite({
    run: () =>
      channel
        ? api.patch(`/channels/${channel.id}`, { ...base, config })
        : api.post('/channels', { ...base, kind, config }),
    refresh: [key('channels')],
    done: t('channelSaved'),
    onDone: props.onDone,
    onError,
  });
  const text = (name: 'name' | 'from_name' | 'from_email', label: string, required = false) => (
    <TextInput
      label={label}
      type={name === 'from_email' ? 'email' : 'text'}
      required={required}
      value={base[name]}
      error={errors[name]}
      onChange={(event) => setBase({ ...base, [name]: event.currentTarget.value })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(undefined);
      }}
    >
      <Stack>
        {errors.config && <Alert color="red">{errors.config}</Alert>}
        {!channel && (
          <Select
            label={t('channelKind')}
            data={kinds.map((item) => ({ value: item.kind, label: item.label }))}
            value={kind}
            allowDeselect={false}
            onChange={(next) => {
              if (!next) return;
              setKind(next);
              setConfig(defaults(kinds.find((item) => item.kind === next)));
            }}
          />
        )}
        {text('name', t('channelName'), true)}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {text('from_name', t('fromName'))}
          {text('from_email', t('fromEmail'))}
          {Object.entries(spec?.form.properties ?? {}).map(([name, field]) => (
            <ConfigInput
              key={name}
              name={name}
              field={field}
              required={spec?.form.required?.includes(name) ?? false}
              stored={Boolean(channel)}
              value={config[name]}
              error={errors[`config.${name}`]}
              onChange={(value) => setConfig({ ...config, [name]: value })}
            />
          ))}
        </SimpleGrid>
        <Checkbox
          label={t('makeDefault')}
          checked={base.is_default}
          onChange={(event) => setBase({ ...base, is_default: event.currentTarget.checked })}
        />
        <Button type="submit" loading={write.isPending} style={{ alignSelf: 'flex-start' }}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}

/** Secrets come back only as set or not: what is not typed again must not be sent. */
function withoutSecrets(
  config: Record<string, unknown>,
  spec: ChannelKind | undefined,
): Record<string, unknown> {
  const fields = spec?.form.properties ?? {};
  return Object.fromEntries(
    Object.entries(config).filter(([name]) => fields[name] && fields[name].format !== 'password'),
  );
}

function ConfigInput(props: {
  name: string;
  field: ConfigField;
  required: boolean;
  stored: boolean;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}) {
  const t = useT();
  const { name, field, value, onChange } = props;
  const known = `config_${name}`;
  const label = known in messages.vi ? t(known as keyof typeof messages.vi) : (field.title ?? name);
  const common = { label, required: props.required, error: props.error };
  if (field.enum) {
    return (
      <Select
        {...common}
        data={field.enum}
        value={typeof value === 'string' ? value : null}
        allowDeselect={false}
        onChange={onChange}
      />
    );
  }
  if (field.type === 'integer') {
    return (
      <NumberInput
        {...common}
        min={field.minimum ?? 0}
        max={field.maximum ?? Number.MAX_SAFE_INTEGER}
        allowDecimal={false}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(next === '' ? undefined : Number(next))}
      />
    );
  }
  if (field.type === 'boolean') {
    return (
      <Checkbox
        label={label}
        mt="lg"
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (field.format === 'password') {
    return (
      <PasswordInput
        {...common}
        autoComplete="new-password"
        placeholder={props.stored ? t('secretKept') : ''}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function TestForm({ channel, onDone }: { channel: Channel; onDone: () => void }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const { language } = useLanguage();
  const inboxLink = useInboxLink();
  const [recipient, setRecipient] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const misspelt = formErrors(failure).recipient;
  const send = useWrite<void, Schema<'ChannelTestOut'>>({
    run: () => api.post(`/channels/${channel.id}/test`, { recipient: recipient.trim() }),
    refresh: [key('inbox')],
    onDone: ({ answer, inbox_id }) => {
      tellDone(inbox_id === null ? t('testAnswer', { answer }) : inboxLink(inbox_id));
      onDone();
    },
    onError: (error) => {
      setFailure(error);
      return true;
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setFailure(null);
        send.mutate();
      }}
    >
      <Stack>
        <TextInput
          type="email"
          label={t('testTo')}
          required
          value={recipient}
          error={misspelt}
          onChange={(event) => setRecipient(event.currentTarget.value)}
          data-autofocus
        />
        {failure !== null && !misspelt && (
          <Alert color="red" role="alert" title={t('testFailed')}>
            {errorText(failure, language)}
          </Alert>
        )}
        <Button type="submit" loading={send.isPending}>
          {t('test')}
        </Button>
      </Stack>
    </form>
  );
}
