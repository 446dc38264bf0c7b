import type { LogEvent, Narrator } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { messages } from './messages';

function flowOf(event: LogEvent): string {
  return String(event.data?.flow_id ?? event.subject_id ?? '');
}

/** What happened to her in a flow, leading to her own way through it. */
function sentence(key: 'flowEntered' | 'flowFinished' | 'flowFailed'): Narrator {
  return (event, language, names) => {
    const t = translator(messages, language);
    const id = flowOf(event);
    const text = t(key, { name: names[id] ?? t('aFlow') });
    const run = event.data?.run_id;
    // A flow that was deleted has no name, and nothing of it can be looked at.
    if (!names[id]) return { text };
    return { text, to: run ? `/flows/${id}/runs/${run}` : `/flows/${id}` };
  };
}

export const narrators: Record<string, Narrator> = {
  'flow.entered': sentence('flowEntered'),
  'flow.finished': sentence('flowFinished'),
  'flow.failed': sentence('flowFailed'),
};
