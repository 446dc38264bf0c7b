import { expect, test } from 'vitest';
import { showPhone } from './phone';

test('shows a stored number as people write it', () => {
  expect(showPhone('+84912345678')).toBe('0912 345 678');
  expect(showPhone('+842838221234')).toBe('0283 822 1234');
  expect(showPhone(null)).toBe('');
  expect(showPhone('84912345678')).toBe('0912 345 678');
  expect(showPhone('0849123456')).toBe('0849 123 456');
});
