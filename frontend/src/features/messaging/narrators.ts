/** Sentences of the messaging room for the timeline. */

import type { Narrator } from '@/kit/contrib';

/** Why a mail was not sent, in the words of the gate's reasons. */
const REASONS: Record<string, { vi: string; en: string }> = {
  no_consent: { vi: 'chưa đồng ý nhận tin loại này', en: 'no consent to this kind' },
  no_address: { vi: 'không có e-mail', en: 'no e-mail address' },
  suppressed: { vi: 'địa chỉ đang bị chặn gửi', en: 'the address is suppressed' },
  unsubscribed: { vi: 'đã từ chối nhận tin', en: 'unsubscribed' },
  suppressed_bounce: { vi: 'địa chỉ không tồn tại', en: 'the address does not exist' },
  suppressed_complaint: { vi: 'từng báo thư rác', en: 'reported spam' },
  ad_cap: { vi: 'đủ số thư quảng cáo trong 24 giờ', en: 'enough advertising in 24 hours' },
  content_missing: { vi: 'nội dung thư đã bị xoá', en: 'the content was deleted' },
  template_error: { vi: 'nội dung thư có lỗi', en: 'the content has an error' },
  refused: { vi: 'máy chủ nhận thư từ chối', en: 'the receiving server refused it' },
  gave_up: { vi: 'đã thử nhiều lần', en: 'after many tries' },
  channel_broken: { vi: 'kênh gửi chưa đúng cấu hình', en: 'the channel is not set up' },
};

function mail(vi: string, en: string): Narrator {
  return ({ subject_id, data }, language, names) => {
    const name = subject_id ? names[subject_id] : undefined;
    const reason = typeof data?.reason === 'string' ? data.reason : '';
    const why = reason ? `: ${REASONS[reason]?.[language] ?? reason}` : '';
    return { text: `${language === 'vi' ? vi : en}${name ? ` “${name}”` : ''}${why}` };
  };
}

export const narrators: Record<string, Narrator> = {
  'message.sent': mail('Được gửi thư', 'Was sent the mail'),
  'message.skipped': mail('Không được gửi thư', 'Was not sent the mail'),
  'message.failed': mail('Gửi thư thất bại', 'Sending failed of the mail'),
  'message.opened': mail('Mở thư', 'Opened the mail'),
  'message.clicked': mail('Bấm liên kết trong thư', 'Clicked a link in the mail'),
  'message.unsubscribed': mail('Bấm từ chối nhận tin trong thư', 'Unsubscribed in the mail'),
};
