import { defineMessages, useMessages } from '@/kit/i18n';

export const messages = defineMessages(
  {
    captures: 'Ghi nhận lỗi',
    capturesLead:
      'Biểu mẫu và đơn hàng khách đã gửi nhưng chưa xử lý được. Không có gì bị mất: hãy sửa nguyên nhân rồi thử lại.',
    none: 'Không có ghi nhận lỗi',
    noneHint: 'Mọi biểu mẫu và đơn hàng đã được xử lý. Bạn không cần làm gì.',
    kind: 'Loại',
    kind_form: 'Biểu mẫu',
    kind_checkout: 'Đơn hàng',
    receivedAt: 'Nhận lúc',
    attempts: 'Số lần thử',
    error: 'Nguyên nhân',
    unknown: 'Không rõ nguyên nhân',
    retry: 'Thử lại',
    retried: 'Đã đưa vào hàng chờ xử lý lại',
    details: 'Dữ liệu đã gửi',
    show: 'Xem',
  },
  {
    captures: 'Failed captures',
    capturesLead:
      'Forms and orders that were sent but could not be processed. Nothing is lost: mend the cause and try again.',
    none: 'No failed captures',
    noneHint: 'Every form and order has been processed. There is nothing to do.',
    kind: 'Kind',
    kind_form: 'Form',
    kind_checkout: 'Order',
    receivedAt: 'Received',
    attempts: 'Attempts',
    error: 'Cause',
    unknown: 'Cause unknown',
    retry: 'Try again',
    retried: 'Queued to be processed again',
    details: 'What was sent',
    show: 'Show',
  },
);

export const useT = () => useMessages(messages);
