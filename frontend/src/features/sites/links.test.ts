import { expect, test } from 'vitest';
import { isLink, readAnchor, readLink, readSlug } from './links';

test.each([
  ['', ''],
  ['#dat-hang', '#dat-hang'],
  ['/nhan-ebook', '/nhan-ebook'],
  [' https://sen.vn/a?b=1 ', 'https://sen.vn/a?b=1'],
  ['shopee.vn/sen', 'https://shopee.vn/sen'],
  ['www.facebook.com', 'https://www.facebook.com'],
  ['0912 345 678', 'tel:0912 345 678'],
  ['+84 28 3822 1234', 'tel:+84 28 3822 1234'],
  ['chao@sen.vn', 'mailto:chao@sen.vn'],
])('%j leads to %j', (typed, link) => {
  expect(readLink(typed)).toBe(link);
  expect(isLink(link)).toBe(true);
});

test.each(['https://', 'đặt hàng', 'javascript:alert(1)', '//evil.example', 'abc'])(
  '%j is no link',
  (typed) => {
    expect(readLink(typed)).toBeNull();
    expect(isLink(typed)).toBe(false);
  },
);

test('an anchor is written in plain letters while it is typed', () => {
  expect(readAnchor('Đặt hàng')).toBe('dat-hang');
  expect(readAnchor('dat-')).toBe('dat-');
  expect(readAnchor('4 bước')).toBe('buoc');
});

test("a page's address is made of plain letters", () => {
  expect(readSlug(' Tặng sách! ')).toBe('tang-sach');
  expect(readSlug('!!')).toBe('');
});
