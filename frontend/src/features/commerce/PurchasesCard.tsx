/** What a customer has bought in all, on the profile. */

import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/routes';
import { formatMoney, formatNumber } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { ErrorState, Fact, WLink } from '@/ui';
import { useT } from './messages';

type Purchases = Schema<'PurchasesOut'>;

export function PurchasesCard({ customerId }: { customerId: string }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('orders', 'purchases', customerId),
    queryFn: ({ signal }) =>
      api.get<Purchases>(`/customers/${customerId}/purchases`, undefined, signal),
  });
  return (
    <Paper withBorder p="lg">
      <Stack gap="xs">
        <Title order={2} fz="md">
          {t('purchases')}
        </Title>
        {query.data ? (
          <Facts bought={query.data} customerId={customerId} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <Skeleton h={72} />
        )}
      </Stack>
    </Paper>
  );
}

function Facts({ bought, customerId }: { bought: Purchases; customerId: string }) {
  const t = useT();
  const { date } = useWorkspace();
  if (bought.orders === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noPurchases')}
      </Text>
    );
  }
  return (
    <>
      <Fact label={t('spentInAll')} value={formatMoney(bought.spent)} />
      <Fact label={t('ordersInAll')} value={formatNumber(bought.orders)} />
      {bought.last_at && <Fact label={t('lastOrder')} value={date(bought.last_at)} />}
      <Text size="sm">
        <WLink to={`/orders?customer=${customerId}`}>{t('theirOrders')}</WLink>
      </Text>
    </>
  );
}
