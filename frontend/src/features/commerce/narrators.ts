/** Sentences of the commerce room for the timeline. */

import type { LogEvent, Narrator } from '@/kit/contrib';
import { formatMoney } from '@/kit/money';

function order(vi: string, en: string): Narrator {
  return (event, language) => {
    const number = text(event, 'number');
    const total = event.data?.total;
    const amount = typeof total === 'number' ? ` (${formatMoney(total)})` : '';
    const said = `${language === 'vi' ? vi : en}${number ? ` ${number}` : ''}${amount}`;
    return event.subject_id
      ? { text: said, to: `/orders?order=${event.subject_id}` }
      : { text: said };
  };
}

function voucher(vi: string, en: string): Narrator {
  return (event, language, names) => {
    const id = text(event, 'voucher_id');
    const name = names[id] ? ` “${names[id]}”` : '';
    const said = `${language === 'vi' ? vi : en}${name}`;
    return id ? { text: said, to: `/vouchers/${id}` } : { text: said };
  };
}

function text(event: LogEvent, name: string): string {
  const value = event.data?.[name];
  return typeof value === 'string' ? value : '';
}

export const narrators: Record<string, Narrator> = {
  'order.placed': order('Đặt đơn hàng', 'Placed order'),
  'order.paid': order('Đã trả tiền đơn hàng', 'Paid order'),
  'order.completed': order('Đã nhận đủ đơn hàng', 'Received order'),
  'order.cancelled': order('Đơn hàng bị huỷ:', 'Order cancelled:'),
  'voucher.issued': voucher('Được tặng mã ưu đãi', 'Was given a voucher of'),
  'voucher.used': voucher('Dùng mã ưu đãi', 'Used a voucher of'),
};
