import { expect, test } from 'vitest';
import { type ChangedField, describeChanges } from './changes';

const FIELDS: Record<string, ChangedField> = {
  name: ['Tên'],
  price: ['Giá', (value) => `${value} ₫`],
  active: ['Bán', (value) => (value ? 'có' : 'không')],
};

test('says what was before and what is after, in the order of the fields', () => {
  const data = { changes: { price: [1, 2], name: ['Son', 'Son dưỡng'], active: [true, false] } };

  expect(describeChanges(data, 'vi', FIELDS)).toBe(
    'Tên: Son → Son dưỡng; Giá: 1 ₫ → 2 ₫; Bán: có → không',
  );
});

test('names what is empty, and leaves out what it has no words for', () => {
  const data = { changes: { name: ['', 'Son'], price: [5, null], secret: ['a', 'b'] } };

  expect(describeChanges(data, 'en', FIELDS)).toBe('Tên: (empty) → Son; Giá: 5 ₫ → (empty)');
  expect(describeChanges({}, 'vi', FIELDS)).toBe('');
  expect(describeChanges({ changes: null, role: 'viewer' }, 'vi', FIELDS)).toBe('');
});
