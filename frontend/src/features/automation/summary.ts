/** One readable line for a node, in the language of the translate function. */

import type { Language, Translate } from '@/kit/i18n';
import { type MessageKey, messages } from './messages';
import type { Condition, Facet, FlowNode, Kind } from './types';

export interface Words {
  t: Translate<MessageKey>;
  language: Language;
  /** Names of things by id. */
  names: Readonly<Record<string, string>>;
  kinds: ReadonlyMap<string, Kind>;
  facets: readonly Facet[];
  dateTime: (value: string) => string;
}

/** The name of a kind of node. */
export function kindLabel(kind: string, words: Pick<Words, 'kinds' | 'language'>): string {
  return words.kinds.get(kind)?.[words.language] ?? kind;
}

/** What a node does, with its settings. */
export function summarize(node: FlowNode, words: Words): string {
  const { t } = words;
  switch (node.kind) {
    case 'wait':
      return waitSummary(node.config, words);
    case 'send_email':
      return named(node.config.content_id, 'sumEmail', 'sumEmailMissing', words);
    case 'give_voucher':
      return named(node.config.voucher_id, 'sumVoucher', 'sumVoucherMissing', words);
    case 'add_tag':
      return named(node.config.tag_id, 'sumAddTag', 'sumTagMissing', words);
    case 'remove_tag':
      return named(node.config.tag_id, 'sumRemoveTag', 'sumTagMissing', words);
    case 'condition':
      return conditionSummary(node.config.tree, words);
    case 'stop':
      return t('sumStop');
    case 'trigger.form_submitted':
      return named(node.config.page_id, 'sumPage', 'sumPageMissing', words);
    case 'trigger.tag_added':
      return named(node.config.tag_id, 'sumTagTrigger', 'sumTagMissing', words);
    case 'trigger.voucher_used':
      return named(node.config.voucher_id, 'sumVoucherTrigger', 'sumAnyVoucher', words);
    default:
      return kindLabel(node.kind, words);
  }
}

/** The word for an outlet; its own name where we have none. */
export function outletLabel(outlet: string, t: Translate<MessageKey>): string {
  return known(`outlet_${outlet}`) ? t(`outlet_${outlet}` as MessageKey) : outlet;
}

/** How many left a branching step by each outlet: `Có 3`, `Không 5`. */
export function branchCounts(
  row: { kind: string; outlets: Readonly<Record<string, number>> },
  { kinds, t }: Pick<Words, 'kinds' | 't'>,
): string[] {
  const outlets = kinds.get(row.kind)?.outlets ?? [];
  return outlets.map((outlet) => `${outletLabel(outlet, t)} ${row.outlets[outlet] ?? 0}`);
}

/** The word for an operator of a condition. */
export function operatorLabel(operator: string, t: Translate<MessageKey>): string {
  return known(`op_${operator}`) ? t(`op_${operator}` as MessageKey) : operator;
}

function known(key: string): key is MessageKey {
  return key in messages.vi;
}

function named(id: unknown, key: MessageKey, missing: MessageKey, { t, names }: Words): string {
  if (typeof id !== 'string' || !id) return t(missing);
  return t(key, { name: names[id] ?? t('something') });
}

const DAYS = ['sumOneDay', 'sumDays'] as const;
const INTERVALS: Record<string, readonly [MessageKey, MessageKey]> & { days: typeof DAYS } = {
  minutes: ['sumMinute', 'sumMinutes'],
  hours: ['sumHour', 'sumHours'],
  days: DAYS,
};

function waitSummary(config: Record<string, unknown>, { t, dateTime }: Words): string {
  const { mode, amount, unit, day, at, until } = config;
  if (mode === 'interval' && amount) {
    const [one, many] = INTERVALS[String(unit)] ?? INTERVALS.days;
    return t(amount === 1 ? one : many, { count: String(amount) });
  }
  if (mode === 'day_after_entry' && day) {
    const time = typeof at === 'string' ? at.slice(0, 5) : '';
    return time ? t('sumDayAt', { day: String(day), time }) : t('sumDay', { day: String(day) });
  }
  if (mode === 'until' && typeof until === 'string' && until) {
    return t('sumUntil', { at: dateTime(until) });
  }
  return t('sumWaitMissing');
}

function conditionSummary(tree: unknown, words: Words): string {
  const said = treeText(tree, words);
  return said ? words.t('sumCondition', { conditions: said }) : words.t('sumConditionMissing');
}

function treeText(tree: unknown, words: Words): string {
  if (typeof tree !== 'object' || tree === null) return '';
  const given = tree as { op?: string; items?: unknown[]; facet?: string };
  if (given.facet) return conditionText(tree as Condition, words);
  const parts = (given.items ?? []).map((item) => treeText(item, words)).filter(Boolean);
  return parts.join(words.t(given.op === 'any' ? 'or' : 'and'));
}

function conditionText({ facet: key, operator, value }: Condition, words: Words): string {
  const facet = words.facets.find((item) => item.key === key);
  const label = (facet?.[words.language] ?? key).toLocaleLowerCase(words.language);
  const shown = valueText(value, facet, words);
  const yes = operator === 'has' && (facet?.value_type === 'none' || shown !== '');
  const parts = [label, yes ? '' : operatorLabel(operator, words.t), shown];
  return parts.filter(Boolean).join(' ');
}

function valueText(value: unknown, facet: Facet | undefined, words: Words): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'object') {
    const parts = Object.entries(value).filter(([key]) => key !== 'channel');
    return parts.map(([, item]) => purposeText(String(item), words.t)).join(' ');
  }
  const choice = facet?.choices.find((item) => item.value === value);
  return choice?.label ?? words.names[String(value)] ?? String(value);
}

function purposeText(value: string, t: Translate<MessageKey>): string {
  return known(`purpose_${value}`) ? t(`purpose_${value}` as MessageKey) : value;
}
