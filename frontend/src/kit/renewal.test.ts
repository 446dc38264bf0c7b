import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { loadPart, useKept } from './renewal';

const GONE = new TypeError('Failed to fetch dynamically imported module: /assets/Canvas-1.js');

beforeEach(() => sessionStorage.clear());

function around(answers = true) {
  return { answers: async () => answers, reload: vi.fn() };
}

/** Whether a promise is still open after everything due was done. */
async function open(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise((done) => setTimeout(() => done('open'), 80));
  return (await Promise.race([promise, later])) === 'open';
}

test('a part that is there is handed on', async () => {
  expect(await loadPart(async () => 7, around())).toBe(7);
});

test('a tab older than the server saves what is typed, then reloads', async () => {
  const done: string[] = [];
  const place = { ...around(), reload: () => void done.push('reload') };
  const keep = async () => {
    await new Promise((rest) => setTimeout(rest, 20));
    return done.push('saved') > 0;
  };
  renderHook(() => useKept(keep));

  const part = loadPart(() => Promise.reject(GONE), place);

  expect(await open(part)).toBe(true);
  await vi.waitFor(() => expect(done).toEqual(['saved', 'reload']));
});

test('what cannot be saved is not thrown away', async () => {
  const place = around();
  const keep = async () => false;
  renderHook(() => useKept(keep));

  await expect(loadPart(() => Promise.reject(GONE), place)).rejects.toBe(GONE);

  expect(place.reload).not.toHaveBeenCalled();
});

test('a server that does not answer is no newer server', async () => {
  const place = around(false);

  await expect(loadPart(() => Promise.reject(GONE), place)).rejects.toBe(GONE);

  expect(place.reload).not.toHaveBeenCalled();
});

test('a part that is still missing after a reload is an error', async () => {
  const place = around();
  void loadPart(() => Promise.reject(GONE), place);
  await vi.waitFor(() => expect(place.reload).toHaveBeenCalledOnce());

  await expect(loadPart(() => Promise.reject(GONE), place)).rejects.toBe(GONE);
});

test('other errors are passed on', async () => {
  const bug = new Error('x is not a function');
  const place = around();

  await expect(loadPart(() => Promise.reject(bug), place)).rejects.toBe(bug);
  expect(place.reload).not.toHaveBeenCalled();
});
