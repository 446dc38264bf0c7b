/** Sentences of the customers room for the timeline. */

import type { LogEvent, Narrator } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { messages } from './messages';
import type { ConsentChannel, Purpose } from './types';

function told(vi: string, en: string): Narrator {
  return (_event, language) => ({ text: language === 'vi' ? vi : en });
}

function named(vi: string, en: string, name: string): Narrator {
  return ({ data }, language) => {
    const value = typeof data?.[name] === 'string' ? ` “${data[name]}”` : '';
    return { text: (language === 'vi' ? vi : en) + value };
  };
}

function consent(vi: string, en: string): Narrator {
  return (event, language) => {
    const t = translator(messages, language);
    const purpose = String(event.data?.purpose ?? 'advertising') as Purpose;
    const channel = String(event.data?.channel ?? 'any') as ConsentChannel;
    const what = `${t(`purpose_${purpose}`)} · ${t(`channel_${channel}`)}`;
    return { text: `${language === 'vi' ? vi : en}: ${what}` };
  };
}

export const narrators: Record<string, Narrator> = {
  'customer.created': told('Trở thành khách hàng', 'Became a customer'),
  'customer.updated': told('Hồ sơ được cập nhật', 'The profile was updated'),
  'customer.tagged': named('Được gắn thẻ', 'Got the tag', 'tag'),
  'customer.untagged': named('Được gỡ thẻ', 'Lost the tag', 'tag'),
  'customer.merged': told('Được gộp với một hồ sơ trùng', 'Was merged with a duplicate'),
  'consent.granted': consent('Đồng ý nhận tin', 'Agreed to messages'),
  'consent.withdrawn': consent('Từ chối nhận tin', 'Refused messages'),
};

/** The sentence of any event; a kind nobody speaks for is named as it is. */
export function narrate(
  event: LogEvent,
  language: 'vi' | 'en',
  all: Record<string, Narrator>,
): { text: string; to?: string } {
  const narrator = all[event.kind];
  if (narrator) return narrator(event, language);
  const label = (event as LogEvent & { label?: string }).label;
  return { text: label ?? event.kind };
}
