import type { LogEvent, Narrator } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { messages } from './messages';

function flowOf(event: LogEvent): string {
  return String(event.data?.flow_id ?? event.subject_id ?? '');
}

function sentence(key: 'flowEntered' | 'flowFinished'): Narrator {
  return (event, language, names) => {
    const t = translator(messages, language);
    const id = flowOf(event);
    const text = t(key, { name: names[id] ?? t('aFlow') });
    return names[id] ? { text, to: `/flows/${id}` } : { text };
  };
}

export const narrators: Record<string, Narrator> = {
  'flow.entered': sentence('flowEntered'),
  'flow.finished': sentence('flowFinished'),
};
