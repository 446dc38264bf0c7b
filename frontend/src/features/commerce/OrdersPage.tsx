import { Button, Group, Pill, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconShoppingCart } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/routes';
import { useLiveEvent } from '@/kit/live';
import { formatMoney } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { DataList, Dialog, ExportButton, Page, SearchBox, useCursorList, useUrlState } from '@/ui';
import { PaymentBadge, StateBadge } from './badges';
import { useT } from './messages';
import { OrderDrawer } from './OrderDrawer';
import { OrderForm } from './OrderForm';
import type { Order } from './types';

const DEFAULTS = { q: '', state: '', customer: '', order: '' };
const UNFILTERED = { q: '', state: '', customer: '' };

export default function OrdersPage() {
  const t = useT();
  const { api, can, dateTime } = useWorkspace();
  const [filter, setFilter] = useUrlState(DEFAULTS);
  const [adding, add] = useDisclosure(false);
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  useLiveEvent('order.placed', ({ subject_id }) => {
    if (subject_id) setArrived((old) => new Set([...old, subject_id]));
  });
  const shown = { q: filter.q, state: filter.state, customer: filter.customer };
  const list = useCursorList<Order>('orders', '/orders', shown);
  const mayEdit = can('order.edit');
  return (
    <Page
      title={t('orders')}
      description={t('ordersLead')}
      actions={
        <>
          {can('order.export') && <ExportButton href={api.url('/orders/export.xlsx', shown)} />}
          {mayEdit && (
            <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
              {t('addOrder')}
            </Button>
          )}
        </>
      }
    >
      <Group gap="sm">
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('ordersSearch')}
        />
        <Select
          aria-label={t('state')}
          placeholder={t('allStates')}
          data={(['open', 'completed', 'cancelled'] as const).map((state) => ({
            value: state,
            label: t(`state_${state}`),
          }))}
          value={filter.state || null}
          onChange={(state) => setFilter({ state: state ?? '' })}
          clearable
          w={190}
        />
        {filter.customer && (
          <OfCustomer id={filter.customer} onRemove={() => setFilter({ customer: '' })} />
        )}
      </Group>
      <DataList
        label={t('orders')}
        query={list}
        rowKey={(row) => row.id}
        onRow={(row) => setFilter({ order: row.id })}
        highlighted={arrived}
        filtered={filter.q !== '' || filter.state !== '' || filter.customer !== ''}
        onClearFilters={() => setFilter(UNFILTERED)}
        columns={[
          {
            key: 'number',
            header: t('number'),
            primary: true,
            render: (row) => <Text fw={600}>{row.number}</Text>,
          },
          { key: 'customer', header: t('customer'), render: (row) => row.contact.name || '–' },
          { key: 'state', header: t('state'), render: (row) => <StateBadge state={row.state} /> },
          { key: 'paid', header: t('payment'), render: (row) => <PaymentBadge order={row} /> },
          {
            key: 'total',
            header: t('total'),
            align: 'right',
            render: (row) => formatMoney(row.total),
          },
          { key: 'at', header: t('placedAt'), render: (row) => dateTime(row.placed_at) },
        ]}
        empty={{ icon: IconShoppingCart, title: t('noOrders'), hint: t('noOrdersHint') }}
      />
      <OrderDrawer id={filter.order} onClose={() => setFilter({ order: '' })} />
      <Dialog opened={adding} onClose={add.close} title={t('addOrder')} size="lg">
        <OrderForm
          onDone={(order) => {
            add.close();
            setFilter({ order: order.id });
          }}
        />
      </Dialog>
    </Page>
  );
}

function OfCustomer({ id, onRemove }: { id: string; onRemove: () => void }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const customer = useQuery({
    queryKey: key('customers', id),
    queryFn: () => api.get<Schema<'CustomerDetailOut'>>(`/customers/${id}`),
  });
  return (
    <Pill
      size="lg"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': t('ordersOfEverybody'), tabIndex: 0 }}
    >
      {t('ordersOf', { name: customer.data?.full_name || '…' })}
    </Pill>
  );
}
