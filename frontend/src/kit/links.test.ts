import { expect, test } from 'vitest';
import { isLink, readLink } from './links';

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

test.each([
  '{{ order_url }}',
  'https://sen.vn/?ma={{ voucher_code }}&n=1',
  'mailto:{{ shop_email }}',
  'https://sen.vn/tặng',
])('%j may stand in a mail', (typed) => {
  expect(readLink(typed, 'mail')).toBe(typed);
});

test.each(['/nhan-ebook', '#dat-hang', 'https://', '{{ x', '{{ a }}<b>', 'javascript:{{ a }}'])(
  '%j leads nowhere from a mail',
  (typed) => {
    expect(readLink(typed, 'mail')).toBeNull();
  },
);
