import { afterEach, expect, test } from 'vitest';
import { formatMoney, formatShortMoney, parseMoney } from './money';

test.each([
  ['1.250.000', 1_250_000],
  ['1,250,000', 1_250_000],
  ['1250000', 1_250_000],
  ['1250k', 1_250_000],
  ['1tr2', 1_200_000],
  ['1tr250', 1_250_000],
  ['1,5tr', 1_500_000],
  ['1.5 triệu', 1_500_000],
  ['2 tỷ', 2_000_000_000],
  ['350.000 ₫', 350_000],
  ['350.000đ', 350_000],
  ['0', 0],
])('reads %s', (text, amount) => {
  expect(parseMoney(text)).toBe(amount);
});

test.each(['', 'abc', '1.25', '12.34.567', '1tr2tr', '-5', '1,5tr2'])('refuses %s', (text) => {
  expect(parseMoney(text)).toBeNull();
});

afterEach(() => {
  document.documentElement.lang = 'vi';
});

test('shows numbers in the language of the document', () => {
  document.documentElement.lang = 'en';
  expect(formatMoney(1_250_000)).toBe('1,250,000 ₫');
  expect(formatShortMoney(1_250_000)).toBe('1.3m');
  expect(formatShortMoney(7_500)).toBe('7.5k');
  expect(formatShortMoney(250)).toBe('250');
});

test('shows đồng with dots and the sign', () => {
  expect(formatMoney(1_250_000)).toBe('1.250.000 ₫');
  expect(formatShortMoney(1_250_000)).toBe('1,3 tr');
});
