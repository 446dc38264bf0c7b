import { expect, test } from 'vitest';
import { translator } from '@/kit/i18n';
import { messages } from './messages';
import { branchCounts, summarize, type Words } from './summary';
import type { Facet } from './types';

const facet = (key: string, vi: string, value_type: string, choices: Facet['choices'] = []) => ({
  key,
  vi,
  en: key,
  value_type,
  operators: [],
  choices,
});
const words = (language: 'vi' | 'en'): Words => ({
  t: translator(messages, language),
  language,
  names: { c1: 'E-book 1', v1: 'Quà tháng 11', t1: 'VIP', p1: 'Trang e-book' },
  kinds: new Map(),
  facets: [
    facet('order.since_entry', 'Đã mua từ khi vào kịch bản', 'none'),
    facet('order.count', 'Số đơn hàng', 'number'),
    facet('customer.tag', 'Thẻ', 'tag', [{ value: 't1', label: 'VIP' }]),
  ],
  dateTime: () => '25/12/2026 09:00',
});
const say = (kind: string, config: Record<string, unknown>, language: 'vi' | 'en' = 'vi') =>
  summarize({ id: 'n', kind, config, x: 0, y: 0 }, words(language));

test('waits are told in both languages', () => {
  const days = { mode: 'interval', amount: 2, unit: 'days' };
  expect(say('wait', days)).toBe('Chờ 2 ngày');
  expect(say('wait', days, 'en')).toBe('Wait 2 days');
  expect(say('wait', { ...days, amount: 1 }, 'en')).toBe('Wait 1 day');
  expect(say('wait', { mode: 'interval', amount: 30, unit: 'minutes' })).toBe('Chờ 30 phút');
  expect(say('wait', { mode: 'day_after_entry', day: 5 })).toBe('Chờ đến ngày thứ 5 từ khi vào');
  expect(say('wait', { mode: 'day_after_entry', day: 5, at: '09:00:00' })).toContain('09:00');
  expect(say('wait', { mode: 'until', until: '2026-12-25T02:00:00Z' })).toContain('25/12/2026');
  expect(say('wait', { mode: 'interval' })).toBe('Chưa đặt thời gian chờ');
});

test('what was chosen is named, what is missing is said', () => {
  expect(say('send_email', { content_id: 'c1' })).toBe('Gửi “E-book 1”');
  expect(say('send_email', {})).toBe('Chưa chọn e-mail');
  expect(say('give_voucher', { voucher_id: 'v1' })).toContain('Quà tháng 11');
  expect(say('add_tag', { tag_id: 't1' })).toBe('Gắn thẻ “VIP”');
  expect(say('trigger.form_submitted', { page_id: 'p1' })).toContain('Trang e-book');
  expect(say('trigger.voucher_used', {})).toBe('Dùng bất kỳ mã nào');
  expect(say('send_email', { content_id: 'gone' })).toBe('Gửi “mục đã chọn”');
});

test('conditions read as a sentence', () => {
  const bought = { facet: 'order.since_entry', operator: 'has', value: null };
  const tree = (op: string, items: unknown[]) => ({ tree: { version: 1, op, items } });
  expect(say('condition', tree('all', [bought]))).toBe('Nếu đã mua từ khi vào kịch bản');
  const many = { facet: 'order.count', operator: 'gt', value: 3 };
  const tagged = { facet: 'customer.tag', operator: 'has', value: 't1' };
  expect(say('condition', tree('any', [many, tagged]))).toBe(
    'Nếu số đơn hàng lớn hơn 3 hoặc thẻ VIP',
  );
  expect(say('condition', tree('all', []))).toBe('Chưa đặt điều kiện');
});

test('a kind we do not know keeps its name', () => {
  expect(say('call_robot', {})).toBe('call_robot');
});

test('a branching step tells how many went which way, none too', () => {
  const ask = { kind: 'condition', vi: '', en: '', icon: '', group: '', config_schema: {} };
  const kinds = new Map([['condition', { ...ask, outlets: ['yes', 'no'] }]]);
  const said = branchCounts({ kind: 'condition', outlets: { no: 5 } }, { ...words('vi'), kinds });
  expect(said).toEqual(['Có 0', 'Không 5']);
});
