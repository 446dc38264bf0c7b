import { expect, test } from 'vitest';
import { duplicateNode, withoutTwins } from './tree';
import type { Tree } from './types';

const section = { id: 'section-1', type: 'section', anchor: 'dat-hang', children: [] };
const tree: Tree = { version: 1, sections: [section], footer: { id: 'footer', type: 'footer' } };

test('a copied section leaves the anchor to the first one', () => {
  const copied = duplicateNode(tree, 'section-1').tree;

  expect(copied.sections.map(({ id, anchor }) => [id, anchor])).toEqual([
    ['section-1', 'dat-hang'],
    ['section-2', undefined],
  ]);
});

test('a section copied on the canvas leaves the anchor to the first one', () => {
  const copied = withoutTwins({ ...tree, sections: [section, section] });

  expect(copied.sections.map(({ id, anchor }) => [id, anchor])).toEqual([
    ['section-1', 'dat-hang'],
    ['section-2', undefined],
  ]);
});
