import { expect, test } from 'vitest';
import { addDays, dayOf, formatDate, formatDateTime, instantOf } from './dates';

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
