import { expect, test } from 'vitest';
import { readAnchor, readSlug } from './links';

test('an anchor is written in plain letters while it is typed', () => {
  expect(readAnchor('Đặt hàng')).toBe('dat-hang');
  expect(readAnchor('dat-')).toBe('dat-');
  expect(readAnchor('4 bước')).toBe('buoc');
});

test("a page's address is made of plain letters", () => {
  expect(readSlug(' Tặng sách! ')).toBe('tang-sach');
  expect(readSlug('!!')).toBe('');
});
