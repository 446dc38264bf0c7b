import { afterEach, expect, test } from 'vitest';
import { clearJourney, dayFive, readJourney, startJourney } from './journey';

afterEach(() => clearJourney('sen'));

test('day 5 is counted from the first advance, not from the last', () => {
  startJourney('sen', new Date('2026-11-28T08:00:00Z'));
  startJourney('sen', new Date('2026-11-30T08:00:00Z'));

  const journey = readJourney('sen');

  expect(journey?.start).toBe('2026-11-28T08:00:00.000Z');
  expect(journey && dayFive(journey).toISOString()).toBe('2026-12-03T08:01:00.000Z');
});
