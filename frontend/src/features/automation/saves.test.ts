import { expect, test } from 'vitest';
import { pendingSave, saveInTurn } from './saves';

const later = () => new Promise((done) => setTimeout(done, 5));

test('saves of a flow never overlap, and who opens it waits for the last', async () => {
  const said: string[] = [];
  const save = (name: string) =>
    saveInTurn('f', async () => {
      said.push(`${name} begins`);
      await later();
      said.push(`${name} ends`);
    });
  void save('one');
  void save('two');
  await pendingSave('f');
  expect(said).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});

test('a save that fails does not stop the next one, nor that of another flow', async () => {
  const failed = saveInTurn('f', () => Promise.reject(new Error('refused')));
  const next = saveInTurn('f', () => Promise.resolve('saved'));
  await expect(saveInTurn('g', () => Promise.resolve('other'))).resolves.toBe('other');
  await expect(failed).rejects.toThrow('refused');
  await expect(next).resolves.toBe('saved');
});
