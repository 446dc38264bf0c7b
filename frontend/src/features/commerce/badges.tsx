import { Badge } from '@mantine/core';
import { useT } from './messages';
import type { Order, OrderState } from './types';

const COLORS: Record<OrderState, string> = { open: 'blue', completed: 'teal', cancelled: 'gray' };

export function StateBadge({ state }: { state: OrderState }) {
  const t = useT();
  return (
    <Badge variant="light" tt="none" color={COLORS[state]}>
      {t(`state_${state}`)}
    </Badge>
  );
}

export function PaymentBadge({ order }: { order: Order }) {
  const t = useT();
  const paid = order.payment_state === 'paid';
  // Nobody waits for the money of a cancelled order.
  if (!paid && order.state === 'cancelled') return '–';
  return (
    <Badge variant="light" tt="none" color={paid ? 'teal' : 'orange'}>
      {paid ? t('paid') : t('pending')}
    </Badge>
  );
}
