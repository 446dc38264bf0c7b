/** What an entry of the audit log says was one way before and another after, in words. */

import type { Language } from './i18n';

/** How a changed value is called, and how it is shown when it is more than plain text. */
export type ChangedField = readonly [label: string, show?: (value: unknown) => string];

const NOTHING: Record<Language, string> = { vi: '(trống)', en: '(empty)' };

/** `Price: 1 ₫ → 2 ₫; Name: a → b`; what has no label is left out. */
export function describeChanges(
  data: Readonly<Record<string, unknown>>,
  language: Language,
  fields: Readonly<Record<string, ChangedField>>,
): string {
  const changes = (data.changes ?? {}) as Record<string, unknown>;
  return Object.entries(fields)
    .map(([name, [label, show = String]]) => {
      const pair = changes[name];
      if (!Array.isArray(pair)) return '';
      const [before, after] = pair.map((value) =>
        value === null || value === '' ? NOTHING[language] : show(value),
      );
      return `${label}: ${before} → ${after}`;
    })
    .filter(Boolean)
    .join('; ');
}
