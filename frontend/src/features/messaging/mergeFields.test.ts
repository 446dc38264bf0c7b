import { expect, test } from 'vitest';
import { piecesOf } from './mergeFields';

test('a line is cut into its text and its fields', () => {
  expect(piecesOf('{{ given_name | default("bạn") }} ơi, mã {{voucher_code}}!')).toEqual([
    { field: 'given_name' },
    { text: ' ơi, mã ' },
    { field: 'voucher_code' },
    { text: '!' },
  ]);
});

test('what is no field stays as it is written', () => {
  expect(piecesOf('')).toEqual([]);
  expect(piecesOf('Giảm {50} %, {{ và {% if x %}')).toEqual([
    { text: 'Giảm {50} %, {{ và {% if x %}' },
  ]);
});
