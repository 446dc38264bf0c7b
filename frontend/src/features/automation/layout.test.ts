import { expect, test } from 'vitest';
import { arrange, isStacked, overlaps } from './layout';
import type { Graph } from './types';

const outletsOf = (kind: string) => (kind === 'condition' ? ['yes', 'no'] : ['next']);
const graphOf = (kinds: Record<string, string>, edges: string[]): Graph => ({
  version: 1,
  nodes: Object.entries(kinds).map(([id, kind]) => ({ id, kind, config: {}, x: 0, y: 0 })),
  edges: edges.map((text) => {
    const [from = '', outlet = '', to = ''] = text.split(' ');
    return { from, outlet, to };
  }),
});
const at = (graph: Graph, id: string) => {
  const node = graph.nodes.find((item) => item.id === id);
  if (!node) throw new Error(id);
  return node;
};

test('a chain goes straight down', () => {
  const laid = arrange(
    graphOf({ t: 'trigger.x', a: 'wait', b: 'wait' }, ['t next a', 'a next b']),
    outletsOf,
  );
  expect(new Set(laid.nodes.map(({ x }) => x)).size).toBe(1);
  expect(at(laid, 't').y).toBeLessThan(at(laid, 'a').y);
  expect(at(laid, 'a').y).toBeLessThan(at(laid, 'b').y);
});

test('branches lie side by side, yes on the left, and what joins them lies below both', () => {
  const laid = arrange(
    graphOf({ t: 'trigger.x', c: 'condition', n: 'add_tag', y: 'add_tag', end: 'stop' }, [
      't next c',
      'c no n',
      'c yes y',
      'n next end',
      'y next end',
    ]),
    outletsOf,
  );
  expect(at(laid, 'y').x).toBeLessThan(at(laid, 'n').x);
  expect(at(laid, 'end').y).toBeGreaterThan(at(laid, 'n').y);
  expect(overlaps(laid)).toBe(false);
});

test('loops and loose nodes are laid out too', () => {
  const laid = arrange(
    graphOf({ t: 'trigger.x', a: 'wait', b: 'wait', p: 'wait', q: 'wait' }, [
      't next a',
      'a next b',
      'b next a',
      'p next q',
      'q next p',
    ]),
    outletsOf,
  );
  expect(laid.nodes).toHaveLength(5);
  expect(overlaps(laid)).toBe(false);
});

test('a short cut leaves its end below the long way', () => {
  const laid = arrange(
    graphOf({ t: 'trigger.x', c: 'condition', a: 'wait', z: 'stop' }, [
      't next c',
      'c yes a',
      'a next z',
      'c no z',
    ]),
    outletsOf,
  );
  expect(at(laid, 'z').y).toBeGreaterThan(at(laid, 'a').y);
  expect(overlaps(laid)).toBe(false);
});

test('rows closer than a way with its button needs are noticed, arranged ones are not', () => {
  const chain = graphOf({ a: 'wait', b: 'wait' }, ['a next b']);
  const close = { ...chain, nodes: chain.nodes.map((node, row) => ({ ...node, y: row * 120 })) };
  expect(overlaps(close)).toBe(true);
  expect(isStacked(close)).toBe(false);
  expect(overlaps(arrange(close, outletsOf))).toBe(false);
  expect(isStacked(chain)).toBe(true);
});

test('a way past other steps does not run behind them', () => {
  const laid = arrange(
    graphOf(
      { t: 'trigger.x', c: 'condition', v: 'give_voucher', m: 'send_email', end: 'add_tag' },
      ['t next c', 'c no v', 'v next m', 'm next end', 'c yes end'],
    ),
    outletsOf,
  );
  expect(at(laid, 'end').x).toBeLessThan(at(laid, 'v').x);
  expect(at(laid, 'm').x).toBe(at(laid, 'v').x);
  expect(at(laid, 'end').y).toBeGreaterThan(at(laid, 'm').y);
});

test('nodes over each other are noticed', () => {
  expect(overlaps(graphOf({ a: 'wait', b: 'wait' }, []))).toBe(true);
});
