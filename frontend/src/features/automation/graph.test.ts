import { expect, test } from 'vitest';
import {
  addBehind,
  addLoose,
  changeKind,
  configure,
  connect,
  duplicateNode,
  EMPTY,
  findNode,
  historyReducer,
  moveNodes,
  onlyMoved,
  pasteNode,
  readingOrder,
  removeEdge,
  removeNode,
  startHistory,
  targetOf,
} from './graph';
import type { Graph } from './types';

const outletsOf = (kind: string) =>
  kind === 'condition' ? ['yes', 'no'] : kind === 'stop' ? [] : ['next'];
const CHAIN: Graph = {
  version: 1,
  nodes: [
    { id: 't', kind: 'trigger.order_placed', config: {}, x: 0, y: 0 },
    { id: 'a', kind: 'wait', config: { amount: 2 }, x: 0, y: 150 },
    { id: 'b', kind: 'add_tag', config: {}, x: 0, y: 300 },
  ],
  edges: [
    { from: 't', outlet: 'next', to: 'a' },
    { from: 'a', outlet: 'next', to: 'b' },
  ],
};

test('a step put on an edge leads on to what was behind it, which makes room', () => {
  const { graph, id } = addBehind(CHAIN, { from: 't', outlet: 'next' }, 'send_email', outletsOf);
  expect(graph.edges).toContainEqual({ from: 't', outlet: 'next', to: id });
  expect(graph.edges).toContainEqual({ from: id, outlet: 'next', to: 'a' });
  expect(graph.nodes.find((node) => node.id === 'b')?.y).toBe(450);
  expect(CHAIN.edges).toHaveLength(2);
});

test('moving is told from changing', () => {
  const moved = moveNodes(CHAIN, new Map([['a', { x: 40, y: 10 }]]));
  expect(moved).not.toBe(CHAIN);
  expect(onlyMoved(CHAIN, moved)).toBe(true);
  expect(onlyMoved(CHAIN, configure(moved, 'a', { amount: 3 }))).toBe(false);
  expect(onlyMoved(CHAIN, removeEdge(moved, { from: 'a', outlet: 'next' }))).toBe(false);
  expect(onlyMoved(CHAIN, removeNode(moved, 'b'))).toBe(false);
});

test('a condition put on an edge leads on by its first outlet, an end leads nowhere', () => {
  const place = { from: 'a', outlet: 'next' };
  const asked = addBehind(CHAIN, place, 'condition', outletsOf);
  expect(asked.graph.edges).toContainEqual({ from: asked.id, outlet: 'yes', to: 'b' });
  const ended = addBehind(CHAIN, place, 'stop', outletsOf);
  expect(ended.graph.edges.some(({ to }) => to === 'b')).toBe(false);
});

test('an outlet leads to one step; triggers and oneself cannot be led to', () => {
  const joined = connect(CHAIN, { from: 't', outlet: 'next' }, 'b');
  expect(joined.edges.filter(({ from }) => from === 't')).toEqual([
    { from: 't', outlet: 'next', to: 'b' },
  ]);
  expect(connect(CHAIN, { from: 'b', outlet: 'next' }, 't')).toBe(CHAIN);
  expect(connect(CHAIN, { from: 'b', outlet: 'next' }, 'b')).toBe(CHAIN);
});

test('removing a step closes the gap, removing a connection leaves one', () => {
  expect(removeNode(CHAIN, 'a').edges).toEqual([{ from: 't', outlet: 'next', to: 'b' }]);
  expect(removeEdge(CHAIN, { from: 'a', outlet: 'next' }).edges).toHaveLength(1);
});

test('removing a condition that parted two ways closes nothing', () => {
  const parted: Graph = {
    ...CHAIN,
    nodes: [...CHAIN.nodes, { id: 'c', kind: 'stop', config: {}, x: 0, y: 0 }],
    edges: [
      { from: 't', outlet: 'next', to: 'a' },
      { from: 'a', outlet: 'yes', to: 'b' },
      { from: 'a', outlet: 'no', to: 'c' },
    ],
  };
  expect(removeNode(parted, 'a').edges).toEqual([]);
  expect(removeNode(parted, 'a', 'no').edges).toEqual([{ from: 't', outlet: 'next', to: 'c' }]);
});

test('an id is not taken again when its node is gone, for older versions still have it', () => {
  const first = addBehind(CHAIN, { from: 'b', outlet: 'next' }, 'wait', outletsOf);
  const again = addBehind(
    removeNode(first.graph, first.id),
    { from: 'b', outlet: 'next' },
    'wait',
    outletsOf,
  );
  expect(again.id).not.toBe(first.id);
});

test('a step at the other way of a condition does not lie over the step of the first', () => {
  const asked = addBehind(CHAIN, { from: 'b', outlet: 'next' }, 'condition', outletsOf);
  const no = addBehind(asked.graph, { from: asked.id, outlet: 'no' }, 'add_tag', outletsOf);
  const yes = addBehind(no.graph, { from: asked.id, outlet: 'yes' }, 'stop', outletsOf);
  const [first, second] = [no.id, yes.id].map((id) => findNode(yes.graph, id));
  expect(second?.y).toBe(first?.y);
  expect(second?.x).toBe((first?.x ?? 0) - 308);
});

test('a copied step is put behind the chosen one, on an open way first', () => {
  const copied = { kind: 'add_tag', config: { tag_id: '1' } };
  const between = pasteNode(CHAIN, copied, 'a', outletsOf);
  expect(between.graph.edges).toContainEqual({ from: 'a', outlet: 'next', to: between.id });
  expect(between.graph.edges).toContainEqual({ from: between.id, outlet: 'next', to: 'b' });
  expect(findNode(between.graph, between.id)?.config).toEqual({ tag_id: '1' });
  expect(findNode(between.graph, between.id)?.config).not.toBe(copied.config);

  const asked = addBehind(CHAIN, { from: 'a', outlet: 'next' }, 'condition', outletsOf);
  const open = pasteNode(asked.graph, copied, asked.id, outletsOf);
  expect(open.graph.edges).toContainEqual({ from: asked.id, outlet: 'no', to: open.id });
});

test('a copied end cuts nothing off, a copied trigger stands alone', () => {
  const ended = pasteNode(CHAIN, { kind: 'stop', config: {} }, 'a', outletsOf);
  expect(ended.graph.edges).toEqual(CHAIN.edges);
  const started = pasteNode(CHAIN, { kind: 'trigger.order_paid', config: {} }, 'b', outletsOf);
  expect(started.graph.edges).toEqual(CHAIN.edges);
});

test('a copy has its own id and settings', () => {
  const { graph, id } = duplicateNode(CHAIN, 'a');
  const copy = graph.nodes.find((node) => node.id === id);
  expect(copy?.config).toEqual({ amount: 2 });
  expect(copy?.config).not.toBe(CHAIN.nodes[1]?.config);
  expect(new Set(graph.nodes.map((node) => node.id)).size).toBe(4);
});

test('ids stay unique and fit the contract', () => {
  let graph = EMPTY;
  for (let count = 0; count < 3; count += 1)
    graph = addLoose(graph, 'trigger.form_submitted').graph;
  const ids = graph.nodes.map((node) => node.id);
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
});

test('another kind begins its settings anew', () => {
  expect(changeKind(CHAIN, 'b', 'wait').nodes[2]?.config).toMatchObject({ mode: 'interval' });
});

test('one reads each branch to its end, and what is loose last', () => {
  const { graph } = addBehind(CHAIN, { from: 't', outlet: 'next' }, 'condition', outletsOf);
  const order = readingOrder(addLoose(graph, 'stop').graph, outletsOf);
  expect(order.map(({ node }) => node.kind)).toEqual([
    'trigger.order_placed',
    'condition',
    'wait',
    'add_tag',
    'stop',
  ]);
  expect(order[2]).toMatchObject({ outlet: 'yes', depth: 1 });
});

test('undo and redo walk the changes; typing in one field is one change', () => {
  let state = startHistory(CHAIN);
  const type = (amount: number) =>
    historyReducer(state, {
      type: 'change',
      graph: configure(state.present, 'a', { amount }),
      tag: 'config:a',
    });
  state = type(3);
  state = type(34);
  expect(state.past).toHaveLength(1);
  state = historyReducer(state, { type: 'undo' });
  expect(state.present).toBe(CHAIN);
  state = historyReducer(state, { type: 'redo' });
  expect(state.present.nodes[1]?.config).toEqual({ amount: 34 });
  state = type(5);
  expect(state.future).toEqual([]);
});

test('nothing to undo changes nothing', () => {
  const state = startHistory(CHAIN);
  expect(historyReducer(state, { type: 'undo' })).toBe(state);
  expect(historyReducer(state, { type: 'redo' })).toBe(state);
});

test('an outlet in the middle of a way leads somewhere, the last one nowhere', () => {
  expect(targetOf(CHAIN, { from: 't', outlet: 'next' })?.id).toBe('a');
  expect(targetOf(CHAIN, { from: 'b', outlet: 'next' })).toBeUndefined();
});
