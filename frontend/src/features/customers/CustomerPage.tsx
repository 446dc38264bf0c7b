import {
  ActionIcon,
  Autocomplete,
  Badge,
  Button,
  Grid,
  Group,
  Paper,
  Stack,
  Tabs,
  Text,
  Title,
} from '@mantine/core';
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useContributions } from '@/kit/contrib';
import { useLanguage } from '@/kit/i18n';
import { showPhone } from '@/kit/phone';
import { describeSource } from '@/kit/sources';
import { useWorkspace } from '@/kit/workspace';
import {
  Editable,
  Fact,
  Page,
  QueryView,
  Records,
  useConfirm,
  useGo,
  useUi,
  useUrlState,
  useWrite,
} from '@/ui';
import { useCustomer, useTags } from './api';
import { CustomerForm } from './CustomerForm';
import { useT } from './messages';
import { Timeline } from './Timeline';
import type { ConsentEntry, Customer } from './types';

export default function CustomerPage() {
  const { customerId = '' } = useParams({ strict: false }) as { customerId?: string };
  return <QueryView query={useCustomer(customerId)}>{(c) => <Profile customer={c} />}</QueryView>;
}

function Profile({ customer }: { customer: Customer }) {
  const t = useT();
  const { can } = useWorkspace();
  const [{ tab }, setTab] = useUrlState({ tab: 'timeline' });
  return (
    <Page
      title={customer.full_name || t('unnamed')}
      back={{ to: '/customers', label: t('customers') }}
      actions={can('customer.delete') && <Delete customer={customer} />}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Aside customer={customer} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Tabs value={tab} onChange={(next) => next && setTab({ tab: next })} keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="timeline">{t('timeline')}</Tabs.Tab>
              <Tabs.Tab value="profile">{t('profile')}</Tabs.Tab>
              <Tabs.Tab value="consents">{t('consents')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="timeline">
              <Timeline customerId={customer.id} />
            </Tabs.Panel>
            <Tabs.Panel value="profile">
              <Paper withBorder p="lg">
                <Editable allowed={can('customer.edit')}>
                  <CustomerForm customer={customer} onDone={() => {}} />
                </Editable>
              </Paper>
            </Tabs.Panel>
            <Tabs.Panel value="consents">
              <Consents customerId={customer.id} />
            </Tabs.Panel>
          </Tabs>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Delete({ customer }: { customer: Customer }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const confirm = useConfirm();
  const go = useGo();
  const remove = useWrite({
    run: () => api.delete(`/customers/${customer.id}`),
    refresh: [key('customers', 'list')],
    done: t('deleted'),
    onDone: () => go('/customers', { replace: true }),
  });
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} />}
      loading={remove.isPending}
      onClick={() =>
        confirm({
          title: t('deleteTitle'),
          body: t('deleteBody', { name: customer.full_name || t('unnamed') }),
          action: t('deleteCustomer'),
          danger: true,
          onConfirm: () => remove.mutate(undefined),
        })
      }
    >
      {t('deleteCustomer')}
    </Button>
  );
}

function Aside({ customer }: { customer: Customer }) {
  const t = useT();
  const { can, date, dateTime } = useWorkspace();
  const { language } = useLanguage();
  const source = describeSource(customer.source, language);
  const cards = useContributions()
    .flatMap(({ profileCards = [] }) => profileCards)
    .filter(({ permission }) => can(permission))
    .sort((one, other) => one.order - other.order);
  return (
    <Stack>
      <Paper withBorder p="lg">
        <Stack gap="xs">
          <Title order={2} fz="md">
            {t('contactDetails')}
          </Title>
          <Fact label={t('phone')} value={showPhone(customer.phone)} />
          <Fact label={t('email')} value={customer.email ?? ''} />
          <Fact label={t('address')} value={customer.address} />
          <Fact label={t('birthday')} value={customer.birthday ? date(customer.birthday) : ''} />
          <Fact label={t('created')} value={dateTime(customer.created_at)} />
          {customer.note && <Fact label={t('note')} value={customer.note} />}
        </Stack>
      </Paper>
      {cards.map(({ key, Card }) => (
        <Card key={key} customerId={customer.id} />
      ))}
      <Tags customer={customer} />
      <Paper withBorder p="lg">
        <Title order={2} fz="md" mb="xs">
          {t('source')}
        </Title>
        <Text size="sm" {...(source ? {} : { c: 'dimmed' })} style={{ overflowWrap: 'anywhere' }}>
          {source || t('sourceUnknown')}
        </Text>
      </Paper>
    </Stack>
  );
}

function Tags({ customer }: { customer: Customer }) {
  const t = useT();
  const { api, key, can } = useWorkspace();
  const tags = useTags();
  const [name, setName] = useState('');
  const refresh = [key('customers'), key('tags'), key('timeline')];
  const add = useWrite<string>({
    run: (tag) => api.post(`/customers/${customer.id}/tags`, { name: tag }),
    refresh,
    onDone: () => setName(''),
  });
  const remove = useWrite<string>({
    run: (id) => api.delete(`/customers/${customer.id}/tags/${id}`),
    refresh,
  });
  const mayEdit = can('customer.edit');
  return (
    <Paper withBorder p="lg">
      <Title order={2} fz="md" mb="xs">
        {t('tags')}
      </Title>
      <Group gap={6} mb={mayEdit ? 'sm' : 0}>
        {customer.tags.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('noTags')}
          </Text>
        )}
        {customer.tags.map((tag) => (
          <Badge
            key={tag.id}
            variant="light"
            tt="none"
            fw={500}
            size="lg"
            rightSection={
              mayEdit && (
                <ActionIcon
                  size="xs"
                  variant="transparent"
                  aria-label={t('removeTag', { name: tag.name })}
                  onClick={() => remove.mutate(tag.id)}
                >
                  <IconX size={12} />
                </ActionIcon>
              )
            }
          >
            {tag.name}
          </Badge>
        ))}
      </Group>
      {mayEdit && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) add.mutate(name.trim());
          }}
        >
          <Group gap="xs" wrap="nowrap">
            <Autocomplete
              size="xs"
              aria-label={t('addTag')}
              placeholder={t('addTag')}
              data={(tags.data ?? []).map((tag) => tag.name)}
              value={name}
              onChange={setName}
              style={{ flex: 1 }}
            />
            <ActionIcon
              type="submit"
              variant="light"
              aria-label={t('addTag')}
              disabled={!name.trim()}
              loading={add.isPending}
            >
              <IconPlus size={16} />
            </ActionIcon>
          </Group>
        </form>
      )}
    </Paper>
  );
}

const METHODS = ['form', 'import', 'manual', 'unsubscribe', 'api'] as const;

function Consents({ customerId }: { customerId: string }) {
  const t = useT();
  const ui = useUi();
  const { api, key, dateTime } = useWorkspace();
  const query = useQuery({
    queryKey: key('customers', customerId, 'consents'),
    queryFn: () => api.get<ConsentEntry[]>(`/customers/${customerId}/consents`),
  });
  return (
    <QueryView query={query}>
      {(entries) =>
        entries.length === 0 ? (
          <Paper withBorder p="lg">
            <Text c="dimmed">{t('noConsents')}</Text>
          </Paper>
        ) : (
          <Records
            label={t('consents')}
            rows={entries}
            rowKey={(entry) => String(entry.id)}
            columns={[
              {
                key: 'state',
                header: t('state'),
                primary: true,
                width: 130,
                render: (entry) => (
                  <>
                    <Badge color={entry.granted ? 'teal' : 'red'} variant="light" tt="none">
                      {entry.granted ? t('granted') : t('withdrawn')}
                    </Badge>
                    <Text size="xs" c="dimmed" fw={400} mt={4}>
                      {dateTime(entry.at)}
                    </Text>
                  </>
                ),
              },
              {
                key: 'purpose',
                header: t('purpose'),
                render: (entry) => (
                  <>
                    {t(`purpose_${entry.purpose}`)}
                    <Text size="xs" c="dimmed">
                      {t(`channel_${entry.channel}`)}
                    </Text>
                  </>
                ),
              },
              {
                key: 'method',
                header: t('method'),
                render: (entry) => <Method entry={entry} />,
              },
              {
                key: 'text',
                header: t('consentText'),
                render: (entry) => <Text size="sm">{entry.text || ui('none')}</Text>,
              },
            ]}
          />
        )
      }
    </QueryView>
  );
}

function Method({ entry }: { entry: ConsentEntry }) {
  const t = useT();
  const method = METHODS.find((known) => known === entry.method);
  const ip = entry.evidence?.ip;
  return (
    <>
      {method ? t(`method_${method}`) : entry.method}
      {typeof ip === 'string' && (
        <Text size="xs" c="dimmed">
          IP {ip}
        </Text>
      )}
    </>
  );
}
