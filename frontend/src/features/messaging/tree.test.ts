import { expect, test } from 'vitest';
import { cleanHtml, duplicateBlock, moveBlock, newBlock, withIds } from './tree';
import type { Block } from './types';

const blocks: Block[] = [newBlock('heading'), newBlock('text'), newBlock('button')];

test('moves a block and stops at the ends', () => {
  expect(moveBlock(blocks, 0, 1).map(({ type }) => type)).toEqual(['text', 'heading', 'button']);
  expect(moveBlock(blocks, 0, -1)).toBe(blocks);
  expect(moveBlock(blocks, 2, 1)).toBe(blocks);
});

test('a copy stands below and has its own id', () => {
  const copied = duplicateBlock(blocks, 1);

  expect(copied.map(({ type }) => type)).toEqual(['heading', 'text', 'text', 'button']);
  expect(new Set(copied.map(({ id }) => id)).size).toBe(4);
});

test('gives ids only where they are missing', () => {
  const [kept, made] = withIds([
    { id: 'a', type: 'divider' },
    { id: '', type: 'divider' },
  ]);

  expect(kept?.id).toBe('a');
  expect(made?.id).not.toBe('');
});

test('keeps simple text and drops what could run', () => {
  const dirty =
    '<div onclick="x()">Chào <b style="color:red">{{ given_name }}</b></div>' +
    '<script>alert(1)</script><a href="javascript:alert(1)">x</a><a href="https://a.vn">y</a><h1>z</h1>';

  expect(cleanHtml(dirty)).toBe(
    '<p>Chào <b>{{ given_name }}</b></p><a>x</a><a href="https://a.vn">y</a>z',
  );
});
