import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useLiveEvent } from '@/kit/live';
import { useGo } from '@/ui';
import { useT } from './messages';

/** Tells of each new order, wherever one is in the app. */
export function NewOrderToast() {
  const t = useT();
  const go = useGo();
  useLiveEvent('order.placed', (event) => {
    const id = `order-${event.id}`;
    const number = event.data?.number;
    const show = () => {
      notifications.hide(id);
      go(event.subject_id ? `/orders?order=${event.subject_id}` : '/orders');
    };
    notifications.show({
      id,
      color: 'teal',
      title: t('newOrderToast'),
      message: (
        <Anchor component="button" type="button" size="sm" onClick={show}>
          {typeof number === 'string' ? number : t('openOrder')}
        </Anchor>
      ),
      autoClose: 8000,
    });
  });
  return null;
}
