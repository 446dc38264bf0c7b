import { expect, test } from 'vitest';
import { kindsOf, nextPlace } from './problems';
import type { Problem } from './types';

const problem = (code: string, node_id: string, severity = 'warning'): Problem =>
  ({ code, node_id, severity, vi: `${code} ở ${node_id}`, en: `${code} at ${node_id}` }) as Problem;

test('the same problem at several places is one line', () => {
  const kinds = kindsOf([
    problem('image_empty', 'image-1', 'error'),
    problem('quote_sample', 'quote-1'),
    problem('quote_sample', 'quote-2'),
    problem('quote_sample', 'quote-2'),
  ]);

  expect(kinds.map(({ code, serious, words, places }) => [code, serious, words, places])).toEqual([
    ['image_empty', true, 'p_image_empty', ['image-1']],
    ['quote_sample', false, 'p_quote_sample', ['quote-1', 'quote-2']],
  ]);
});

test("what concerns the whole page, and what is new here, keeps the server's sentence", () => {
  const [seller, strange] = kindsOf([problem('seller_identity', ''), problem('strange', 'text-1')]);

  expect([seller?.words, seller?.places]).toEqual([null, []]);
  expect([strange?.words, strange?.first.vi]).toEqual([null, 'strange ở text-1']);
});

test('each click goes to the next place', () => {
  const places = ['a', 'b'];

  expect(nextPlace(places, null)).toBe('a');
  expect(nextPlace(places, 'a')).toBe('b');
  expect(nextPlace(places, 'b')).toBe('a');
  expect(nextPlace(places, 'elsewhere')).toBe('a');
});
