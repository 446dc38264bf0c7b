import { Badge, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconArrowsJoin, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { showPhone } from '@/kit/phone';
import { useWorkspace } from '@/kit/workspace';
import {
  EmptyState,
  Fact,
  ListSkeleton,
  nextTo,
  Page,
  QueryView,
  useConfirm,
  useFocusAfter,
  useWrite,
  WLink,
} from '@/ui';
import { useMergePairs } from './api';
import { useT } from './messages';
import type { Customer, MergePair } from './types';

const REASONS = ['shared_phone', 'shared_email', 'shared_external'] as const;

/** Pairs of customers that may be one person: merge them, or say that they are two. */
export default function MergePage() {
  const t = useT();
  return (
    <Page
      title={t('mergePairs')}
      description={t('mergeLead')}
      back={{ to: '/customers', label: t('customers') }}
    >
      <QueryView query={useMergePairs()} waiting={<ListSkeleton />}>
        {(pairs) => <Pairs pairs={pairs} />}
      </QueryView>
    </Page>
  );
}

function Pairs({ pairs }: { pairs: MergePair[] }) {
  const t = useT();
  const { list, focusNext } = useFocusAfter(pairs.map(({ id }) => id).join());
  const leave = (index: number) => {
    const near = nextTo(pairs, index).map(({ id }) => `[data-pair="${id}"] a`);
    focusNext(...near, '[data-empty]');
  };
  return (
    <Stack gap="lg" ref={list}>
      {pairs.length === 0 && (
        <Paper withBorder tabIndex={-1} data-empty className="mantine-focus-auto">
          <EmptyState icon={IconUsers} title={t('noPairs')} hint={t('noPairsHint')} />
        </Paper>
      )}
      {pairs.map((pair, index) => (
        <Pair key={pair.id} pair={pair} onLeave={() => leave(index)} />
      ))}
    </Stack>
  );
}

function Pair({ pair, onLeave }: { pair: MergePair; onLeave: () => void }) {
  const t = useT();
  const { api, key, can } = useWorkspace();
  const confirm = useConfirm();
  const [kept, setKept] = useState(pair.customer.id);
  const { list: sides, focusNext } = useFocusAfter(kept);
  const keep = (id: string) => {
    setKept(id);
    focusNext('[data-kept]');
  };
  const refresh = [key('merge-suggestions'), key('customers')];
  const other = kept === pair.customer.id ? pair.other : pair.customer;
  const merge = useWrite<void>({
    run: () => api.post(`/customers/${kept}/merge`, { other_id: other.id }),
    refresh,
    done: t('merged'),
  });
  const dismiss = useWrite<void>({
    run: () => api.post(`/merge-suggestions/${pair.id}/dismiss`),
    refresh,
    done: t('dismissed'),
  });
  const mayEdit = can('customer.edit');
  const reason = REASONS.find((known) => known === pair.reason) ?? 'shared_identity';
  return (
    <Paper withBorder p="md" component="section" aria-label={t('mergePair')} data-pair={pair.id}>
      <Text size="sm" c="dimmed" mb="sm">
        {t(`mergeReason_${reason}`, {
          customer: pair.customer.full_name || t('unnamed'),
          other: pair.other.full_name || t('unnamed'),
        })}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" ref={sides}>
        {[pair.customer, pair.other].map((customer) => (
          <Side
            key={customer.id}
            customer={customer}
            kept={customer.id === kept}
            {...(mayEdit ? { onKeep: () => keep(customer.id) } : {})}
          />
        ))}
      </SimpleGrid>
      {mayEdit && (
        <Group mt="md" gap="sm">
          <Button
            leftSection={<IconArrowsJoin size={16} />}
            loading={merge.isPending}
            disabled={dismiss.isPending}
            onClick={() =>
              confirm({
                title: t('mergeTitle'),
                body: t('mergeBody', { name: other.full_name || t('unnamed') }),
                action: t('merge'),
                danger: true,
                onConfirm: () => {
                  onLeave();
                  merge.mutate();
                },
              })
            }
          >
            {t('merge')}
          </Button>
          <Button
            variant="default"
            loading={dismiss.isPending}
            disabled={merge.isPending}
            onClick={() => {
              onLeave();
              dismiss.mutate();
            }}
          >
            {t('notTheSame')}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

function Side(props: { customer: Customer; kept: boolean; onKeep?: () => void }) {
  const t = useT();
  const { date, dateTime } = useWorkspace();
  const { customer, kept, onKeep } = props;
  const lines = [
    [t('phone'), showPhone(customer.phone)],
    [t('email'), customer.email],
    [t('birthday'), customer.birthday && date(customer.birthday)],
    [t('address'), customer.address],
    [t('tags'), customer.tags.map((tag) => tag.name).join(', ')],
    [t('created'), dateTime(customer.created_at)],
  ] as const;
  return (
    <Paper withBorder p="sm" bg={kept ? 'var(--mantine-primary-color-light)' : 'transparent'}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Title order={2} fz="md">
            <WLink to={`/customers/${customer.id}`} c="inherit" underline="always">
              {customer.full_name || t('unnamed')}
            </WLink>
          </Title>
          {kept ? (
            <Badge tt="none" tabIndex={-1} data-kept className="mantine-focus-auto">
              {t('keepsThis')}
            </Badge>
          ) : (
            onKeep && (
              <Button size="compact-xs" variant="subtle" onClick={onKeep}>
                {t('keepThis')}
              </Button>
            )
          )}
        </Group>
        {lines.map(([label, value]) => (
          <Fact key={label} label={label} value={value} />
        ))}
      </Stack>
    </Paper>
  );
}
