import { expect, test } from 'vitest';
import { wordKey } from '../messages';
import { PHONE_STYLES, SETTINGS, STYLES } from './settings';

test('every look and every choice of a part is told in words, not in the letters of the code', () => {
  const offered = [
    ...Object.values(STYLES).flat(),
    ...Object.values(PHONE_STYLES).flat(),
    ...Object.values(SETTINGS)
      .flat()
      .flatMap((setting) => (setting.kind === 'choice' ? setting.values : [])),
  ];
  const named = offered.filter((value) => /^\d*[a-z]+$/.test(String(value)));

  expect(named.filter((value) => !wordKey('v', String(value)))).toEqual([]);
  expect(named).toContain('md');
});
