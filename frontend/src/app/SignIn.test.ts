import { expect, test } from 'vitest';
import { safeNext } from './SignIn';

test('returns only to paths of this app', () => {
  expect(safeNext('/w/sen/orders?state=open')).toBe('/w/sen/orders?state=open');
  expect(safeNext('//evil.example')).toBe('/');
  expect(safeNext('/\\evil.example')).toBe('/');
  expect(safeNext('https://evil.example')).toBe('/');
  expect(safeNext(null)).toBe('/');
});
