import { expect, test } from 'vitest';
import { offeredKinds } from './AddStep';

const TRIGGERS = [{ kind: 'trigger.form_submitted', outlets: ['next'] }];
const STEPS = [
  { kind: 'wait', outlets: ['next'] },
  { kind: 'stop', outlets: [] },
];
const names = (kinds: { kind: string }[]) => kinds.map(({ kind }) => kind);

test('between two steps nothing is offered that would cut off the second', () => {
  expect(names(offeredKinds(TRIGGERS, STEPS, 'step', false))).toEqual(['wait']);
  expect(names(offeredKinds(TRIGGERS, STEPS, 'step', true))).toEqual(['wait', 'stop']);
});

test('a flow begins with what starts it', () => {
  expect(names(offeredKinds(TRIGGERS, STEPS, 'trigger', true))).toEqual(['trigger.form_submitted']);
  expect(offeredKinds(TRIGGERS, STEPS, 'any', true)).toHaveLength(3);
});
