import { readFileSync } from 'node:fs';
import grapesjs from 'grapesjs';
import { afterEach, expect, test } from 'vitest';
import { registerTypes } from './components';
import { type Readable, readRendered, toDefinitions, toTree } from './mapping';
import {
  addNode,
  duplicateNode,
  moveNode,
  moveSection,
  removeNode,
  updateNode,
  walk,
  withoutTwins,
} from './tree';
import type { Tree } from './types';

const FOLDER = `${import.meta.dirname}/../../../../donbay/sites/templates`;
const NAMES = ['ebook', 'product', 'service'] as const;

function template(name: string): Tree {
  const { tree } = JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')) as { tree: Tree };
  return { ...tree, footer: tree.footer ?? { id: 'footer', type: 'footer' } };
}

const editor = grapesjs.init({ headless: true, storageManager: false, telemetry: false });
registerTypes(editor, {
  name: (key) => key,
  tools: { parent: 'parent', move: 'move', copy: 'copy', drop: 'drop' },
});
afterEach(() => editor.setComponents([]));

function through(tree: Tree, html: string | null = null): Tree {
  const rendered = html === null ? null : readRendered(html).document;
  editor.setComponents(toDefinitions(tree, rendered) as never);
  const top = editor.getWrapper()?.components().models ?? [];
  return toTree(tree, top as unknown as Readable[]);
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

function edited(tree: Tree, next: (below: number) => number): Tree {
  const nodes = walk(tree).filter(({ type }) => !['header', 'footer'].includes(type));
  const node = nodes[next(nodes.length)];
  if (!node) return tree;
  const edits = [
    () => updateNode(tree, node.id, { style: { align: 'center', phone: { hidden: true } } }),
    () => (tree.sections.length > 2 ? removeNode(tree, node.id) : tree),
    () => moveNode(tree, node.id, next(2) ? 1 : -1),
    () => (node.type === 'column' ? tree : duplicateNode(tree, node.id).tree),
    () => addNode(tree, { id: '', type: 'heading', html: '<b>Mới</b> & đẹp' }, node.id),
    () => addNode(tree, { id: '', type: 'carousel', slides: [{ a: 1 }] }, null),
  ];
  return edits[next(edits.length)]?.() ?? tree;
}

test.each(NAMES)('%s comes back from the editor as it went in', (name) => {
  expect(through(template(name))).toEqual(template(name));
});

test.each(NAMES)(
  '%s comes back whole after any edits',
  (name) => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const next = numbers(seed);
      let tree = template(name);
      for (let step = 0; step < 6; step += 1) tree = edited(tree, next);
      expect(through(tree), `seed ${seed}`).toEqual(tree);
      expect(withoutTwins(tree)).toEqual(tree);
    }
  },
  60_000,
);

test('markup of the server dresses the components and changes nothing of the tree', () => {
  const tree: Tree = {
    version: 1,
    header: null,
    sections: [
      {
        id: 's',
        type: 'section',
        children: [
          { id: 'h', type: 'heading', html: 'Chào' },
          { id: 'b', type: 'button', label: 'Mua', href: '#a' },
          { id: 'x', type: 'carousel', slides: [1, 2] },
        ],
      },
    ],
    footer: { id: 'footer', type: 'footer' },
  };
  const html =
    '<style>.a{}</style><main><section data-node="s"><div class="wrap stack">' +
    '<h1 data-node="h">Chào</h1><p class="bt"><a data-node="b" href="#a">Mua</a></p>' +
    '</div></section></main><footer data-node="footer">Sen</footer>';

  expect(through(tree, html)).toEqual(tree);
  const known = structuredClone(tree);
  known.sections[0]?.children?.pop();
  expect(through(known, html)).toEqual(known);
  const dressed = JSON.stringify(toDefinitions(known, readRendered(html).document));
  expect(dressed).toContain('"tagName":"h1"');
  expect(dressed).not.toContain('"href":"#a","class"');
});

test('a section takes the place of another, down and up', () => {
  const tree = template('ebook');
  const ids = tree.sections.map(({ id }) => id);
  const order = (next: Tree) => next.sections.map(({ id }) => id);

  const down = moveSection(tree, ids[1] ?? '', ids[3] ?? '');
  const up = moveSection(down, ids[1] ?? '', ids[2] ?? '');

  expect(order(down)).toEqual([ids[0], ids[2], ids[3], ids[1], ...ids.slice(4)]);
  expect(order(up)).toEqual([ids[0], ids[1], ids[2], ids[3], ...ids.slice(4)]);
  expect(moveSection(tree, 'nobody', ids[0] ?? '')).toBe(tree);
  expect(moveSection(tree, ids[0] ?? '', 'nobody')).toBe(tree);
});
