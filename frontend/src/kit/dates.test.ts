import { expect, test } from 'vitest';
import { addDays, dayOf, formatDate, formatDateTime, instantOf, parseDay } from './dates';

test('shows an instant in the zone of the business', () => {
  expect(formatDateTime('2026-11-30T17:30:00Z')).toBe('01/12/2026 00:30');
  expect(formatDate('2026-11-30T16:59:59Z')).toBe('30/11/2026');
});

test('leaves a plain day alone', () => {
  expect(formatDate('1990-01-02', 'America/New_York')).toBe('02/01/1990');
});

test('finds the instant of a wall-clock time', () => {
  expect(instantOf('2026-12-01T00:30')?.toISOString()).toBe('2026-11-30T17:30:00.000Z');
  expect(instantOf('2026-12-01')?.toISOString()).toBe('2026-11-30T17:00:00.000Z');
});

test('moves days across the end of a month', () => {
  expect(addDays('2026-11-30', 2)).toBe('2026-12-02');
  expect(dayOf('2026-11-30T17:30:00Z')).toBe('2026-12-01');
});

test('says nothing for what is no time', () => {
  expect(formatDateTime('nonsense')).toBe('');
});

test('moves no day that is none', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('mai', 1)).toBe('');
});

test('reads a day as people here write it, never the month first', () => {
  const read = (text: string) => parseDay(text, '2026-11-24');
  for (const text of ['05/03/1990', '5-3-1990', '5.3.90', ' 5 3 1990 ', '1990-03-05']) {
    expect(read(text)).toBe('1990-03-05');
  }
  expect(read('24/11/26')).toBe('2026-11-24');
  expect(read('25/11/26')).toBe('1926-11-25');
  expect(read('29/02/2024')).toBe('2024-02-29');
});

test('reads no day where there is none', () => {
  for (const text of ['31/02/2026', '03/25/2026', '29/02/2023', '5/3', '5/3/202', 'mai', '']) {
    expect(parseDay(text, '2026-11-24')).toBeNull();
  }
});
