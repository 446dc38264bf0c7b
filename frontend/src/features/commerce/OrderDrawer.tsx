import {
  Badge,
  Box,
  Button,
  Divider,
  Drawer,
  Group,
  Image,
  Paper,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '@/kit/i18n';
import { formatMoney } from '@/kit/money';
import { showPhone } from '@/kit/phone';
import { describeSource } from '@/kit/sources';
import { useWorkspace } from '@/kit/workspace';
import { QueryView, useConfirm, useFocusAfter, useUi, useWrite, WLink } from '@/ui';
import { PaymentBadge, StateBadge } from './badges';
import { Figures } from './Figures';
import { useT } from './messages';
import type { Order } from './types';

export function OrderDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('orders', id),
    queryFn: () => api.get<Order>(`/orders/${id}`),
    enabled: id !== '',
  });
  return (
    <Drawer
      opened={id !== ''}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={600}>{query.data ? query.data.number : t('orders')}</Text>}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <QueryView query={query}>{(order) => <Details order={order} />}</QueryView>
    </Drawer>
  );
}

function Details({ order }: { order: Order }) {
  const t = useT();
  const { list, focusNext } = useFocusAfter(`${order.state} ${order.payment_state}`);
  const { api, can, dateTime } = useWorkspace();
  const { language } = useLanguage();
  const source = describeSource(order.source, language);
  return (
    <Stack gap="lg" ref={list}>
      <Group gap="xs" tabIndex={-1} data-order="state" style={{ outline: 'none' }}>
        <StateBadge state={order.state} />
        <PaymentBadge order={order} />
        <Badge variant="default" tt="none">
          {t(`method_${order.payment_method}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {dateTime(order.placed_at)}
        </Text>
      </Group>
      <Lines order={order} />
      <Box>
        <Title order={3} fz="sm" mb={4}>
          {t('deliverTo')}
        </Title>
        <WLink to={`/customers/${order.customer_id}`} fw={500}>
          {order.contact.name || t('customer')}
        </WLink>
        <Text size="sm">{showPhone(order.contact.phone)}</Text>
        <Text size="sm">{order.contact.email}</Text>
        <Text size="sm">{order.contact.address}</Text>
      </Box>
      {order.note && (
        <Box>
          <Title order={3} fz="sm" mb={4}>
            {t('note')}
          </Title>
          <Text size="sm">{order.note}</Text>
        </Box>
      )}
      {source && (
        <Text size="sm" c="dimmed">
          {t('source')}: {source}
        </Text>
      )}
      {order.payment_method === 'bank' &&
        order.payment_state === 'pending' &&
        order.state === 'open' && (
          <Paper withBorder p="md">
            <Stack align="center" gap="xs">
              <Text fw={600}>{t('qrTitle')}</Text>
              <Image
                src={api.url(`/orders/${order.id}/vietqr.svg`)}
                alt={t('qrAlt', { number: order.number })}
                w={220}
                h={220}
                fit="contain"
              />
              <Text size="sm">{formatMoney(order.total)}</Text>
            </Stack>
          </Paper>
        )}
      {can('order.edit') && order.state === 'open' && (
        // The button of a step that is done is gone: the keyboard goes on where its outcome stands.
        <Actions order={order} onStep={() => focusNext('[data-order="state"]')} />
      )}
    </Stack>
  );
}

function Lines({ order }: { order: Order }) {
  const t = useT();
  return (
    <Box>
      <Title order={3} fz="sm" mb={4}>
        {t('lines')}
      </Title>
      <Table aria-label={t('lines')}>
        <Table.Tbody>
          {(order.lines ?? []).map((line) => (
            <Table.Tr key={line.product_id}>
              <Table.Td>
                {line.name}
                <Text size="xs" c="dimmed">
                  {line.quantity} × {formatMoney(line.price)}
                </Text>
              </Table.Td>
              <Table.Td ta="right">{formatMoney(line.total)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Divider my="xs" />
      <Figures {...order} code={order.voucher_code} />
    </Box>
  );
}

type Step = 'cancel' | 'confirm-payment' | 'complete';

function Actions({ order, onStep }: { order: Order; onStep: () => void }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const confirm = useConfirm();
  const done: Record<Step, string> = {
    cancel: t('cancelled'),
    'confirm-payment': t('confirmed'),
    complete: t('completed'),
  };
  const write = useWrite<Step, Step>({
    run: async (step) => {
      await api.post(`/orders/${order.id}/${step}`);
      return step;
    },
    refresh: [key('orders'), key('products'), key('overview')],
    done: (step) => done[step],
  });
  const ask = (step: Step, title: string, body: string, action: string, danger = false) =>
    confirm({
      title,
      body,
      action,
      danger,
      onConfirm: () => {
        onStep();
        write.mutate(step);
      },
    });
  const params = { number: order.number, amount: formatMoney(order.total) };
  return (
    <Group>
      {order.payment_state === 'pending' && (
        <Button
          loading={write.isPending}
          onClick={() =>
            ask(
              'confirm-payment',
              t('confirmTitle', params),
              t('confirmBody', params),
              t('confirmPayment'),
            )
          }
        >
          {t('confirmPayment')}
        </Button>
      )}
      {/* A transfer has to come first. */}
      {(order.payment_method === 'cod' || order.payment_state === 'paid') && (
        <Button
          variant="light"
          loading={write.isPending}
          onClick={() =>
            ask(
              'complete',
              t('completeTitle', params),
              t('completeBody', params),
              t('completeOrder'),
            )
          }
        >
          {t('completeOrder')}
        </Button>
      )}
      <Button
        variant="subtle"
        color="red"
        loading={write.isPending}
        onClick={() =>
          ask('cancel', t('cancelTitle', params), t('cancelBody', params), t('cancelOrder'), true)
        }
      >
        {t('cancelOrder')}
      </Button>
    </Group>
  );
}
