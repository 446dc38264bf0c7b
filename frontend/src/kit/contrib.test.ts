import { expect, test } from 'vitest';
import { allKeysToRefresh, type Contribution, keysToRefresh } from './contrib';

const base = { messages: { vi: {}, en: {} } };
const contributions: Contribution[] = [
  { ...base, feature: 'a', refreshes: { 'order.*': ['orders', 'overview'] } },
  { ...base, feature: 'b', refreshes: { 'order.placed': ['overview', 'customers'] } },
];

test('an event refreshes what any feature asked for, once', () => {
  expect(keysToRefresh(contributions, 'order.placed').sort()).toEqual([
    'customers',
    'orders',
    'overview',
  ]);
  expect(keysToRefresh(contributions, 'order.paid')).toEqual(['orders', 'overview']);
  expect(keysToRefresh(contributions, 'message.sent')).toEqual([]);
});

test('who has missed too much refreshes all that events make stale, once', () => {
  expect(allKeysToRefresh(contributions).sort()).toEqual(['customers', 'orders', 'overview']);
});
