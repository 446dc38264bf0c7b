/** Sentences of the customers room for the timeline. */

import type { LogEvent, Narrator, Sentence } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { messages } from './messages';
import type { ConsentChannel, Purpose } from './types';

/** An event as the timeline gives it, with the house's own words for its kind. */
export type TimelineEvent = LogEvent & { vi: string; en: string };

function told(vi: string, en: string): Narrator {
  return (_event, language) => ({ text: language === 'vi' ? vi : en });
}

function tag(vi: string, en: string): Narrator {
  return ({ data }, language, names) => {
    const name = names[String(data?.tag_id)];
    return { text: (language === 'vi' ? vi : en) + (name ? ` “${name}”` : '') };
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
  'customer.tagged': tag('Được gắn thẻ', 'Got the tag'),
  'customer.untagged': tag('Được gỡ thẻ', 'Lost the tag'),
  'customer.merged': told('Được gộp với một hồ sơ trùng', 'Was merged with a duplicate'),
  'consent.granted': consent('Đồng ý nhận tin', 'Agreed to messages'),
  'consent.withdrawn': consent('Từ chối nhận tin', 'Refused messages'),
};

/** The sentence of any event; a kind nobody speaks for is named as it is. */
export function narrate(
  event: TimelineEvent,
  language: 'vi' | 'en',
  all: Record<string, Narrator>,
  names: Readonly<Record<string, string>>,
): Sentence {
  const narrator = all[event.kind];
  return narrator ? narrator(event, language, names) : { text: event[language] };
}
