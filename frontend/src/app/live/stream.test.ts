import { expect, test } from 'vitest';
import { parseEvent } from './stream';

test('reads an event and ignores what is none', () => {
  expect(parseEvent('{"id":1,"kind":"order.placed"}')).toMatchObject({ kind: 'order.placed' });
  expect(parseEvent('{}')).toBeNull();
  expect(parseEvent('not json')).toBeNull();
});
