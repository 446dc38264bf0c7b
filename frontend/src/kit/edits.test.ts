import { expect, test } from 'vitest';
import { changedOf, editsOf, withEdits } from './edits';

test('only what was changed is saved', () => {
  const before = {
    name: 'Lan',
    note: '',
    birthday: null,
    tags: ['a'],
    fields: { da: 'khô', cao: 1 },
  };

  expect(editsOf(before, { ...before })).toEqual({});
  expect(editsOf(before, { ...before, note: 'mới', tags: ['a', 'b'] })).toEqual({
    note: 'mới',
    tags: ['a', 'b'],
  });
  expect(editsOf(before, { ...before, name: '' })).toEqual({ name: '' });
});

test('of fields of the shop, only those changed', () => {
  const before = { fields: { da: 'khô', cao: 1 } as Record<string, unknown> };

  expect(editsOf(before, { fields: { da: 'khô', cao: null } })).toEqual({ fields: { cao: null } });
  expect(editsOf(before, { fields: { da: 'khô', cao: 1, moi: 2 } })).toEqual({
    fields: { moi: 2 },
  });
});

test('what somebody else saved meanwhile and what was typed here stand together', () => {
  const began = { note: '', address: '', fields: { da: '', cao: 1 } };
  const typed = { ...began, address: '12 Lê Lợi', fields: { da: '', cao: 2 } };
  const theirs = { note: 'người kia ghi', address: '', fields: { da: 'khô', cao: 1 } };

  expect(withEdits(theirs, editsOf(began, typed))).toEqual({
    note: 'người kia ghi',
    address: '12 Lê Lợi',
    fields: { da: 'khô', cao: 2 },
  });
});

test('a group that is saved whole is told whole', () => {
  const before = { bank: { bin: '970436', account: '1' }, phone: '' };

  expect(changedOf(before, { ...before, bank: { bin: '970436', account: '2' } })).toEqual({
    bank: { bin: '970436', account: '2' },
  });
});
