/** A small layered layout: triggers on top, each step below its deepest way in, branches side by side. */

import type { OutletsOf } from './graph';
import type { Graph } from './types';

export const NODE_WIDTH = 264;
const COLUMN = NODE_WIDTH + 44;
const ROW = 156;

/** Lay a graph out anew. */
export function arrange(graph: Graph, outletsOf: OutletsOf): Graph {
  const ways = forwardWays(graph, outletsOf);
  const layers = layersOf(graph, ways);
  const parents = parentsOf(graph, ways, layers);
  const columns = columnsOf(graph, ways, parents);
  const nodes = graph.nodes.map((node) => ({
    ...node,
    x: Math.round((columns.get(node.id) ?? 0) * COLUMN),
    y: (layers.get(node.id) ?? 0) * ROW,
  }));
  return { ...graph, nodes };
}

/** Whether two nodes lie over each other, or too close for the way between them. */
export function overlaps(graph: Graph): boolean {
  return graph.nodes.some((one, index) =>
    graph.nodes
      .slice(index + 1)
      .some(
        (other) => Math.abs(one.x - other.x) < NODE_WIDTH && Math.abs(one.y - other.y) < ROW - 12,
      ),
  );
}

/** Whether nodes were given no places at all and lie on one spot. */
export function isStacked({ nodes }: Graph): boolean {
  return new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size < nodes.length;
}

type Ways = Map<string, string[]>;

/** Where each node leads, outlet by outlet, without the ways that close a loop. */
function forwardWays(graph: Graph, outletsOf: OutletsOf): Ways {
  const all = allWays(graph, outletsOf);
  const ways: Ways = new Map(graph.nodes.map(({ id }) => [id, []]));
  const state = new Map<string, 'open' | 'done'>();
  const walk = (id: string) => {
    state.set(id, 'open');
    for (const to of all.get(id) ?? []) {
      if (state.get(to) === 'open') continue;
      ways.get(id)?.push(to);
      if (!state.has(to)) walk(to);
    }
    state.set(id, 'done');
  };
  for (const id of entrances(graph)) if (!state.has(id)) walk(id);
  for (const { id } of graph.nodes) if (!state.has(id)) walk(id);
  return ways;
}

function allWays(graph: Graph, outletsOf: OutletsOf): Ways {
  const known = new Set(graph.nodes.map(({ id }) => id));
  return new Map(
    graph.nodes.map(({ id, kind }) => {
      const order = outletsOf(kind);
      const out = graph.edges.filter((edge) => edge.from === id && known.has(edge.to));
      out.sort((a, b) => order.indexOf(a.outlet) - order.indexOf(b.outlet));
      return [id, [...new Set(out.map(({ to }) => to))]];
    }),
  );
}

function entrances(graph: Graph): string[] {
  const reached = new Set(graph.edges.map(({ to }) => to));
  return graph.nodes.filter(({ id }) => !reached.has(id)).map(({ id }) => id);
}

function layersOf(graph: Graph, ways: Ways): Map<string, number> {
  const layers = new Map(graph.nodes.map(({ id }) => [id, 0]));
  for (let round = 0; round < graph.nodes.length; round += 1) {
    let changed = false;
    for (const [id, targets] of ways) {
      for (const to of targets) {
        const deep = (layers.get(id) ?? 0) + 1;
        if (deep > (layers.get(to) ?? 0)) {
          layers.set(to, deep);
          changed = true;
        }
      }
    }
    if (!changed) break;
  }
  return layers;
}

/**
 * The node that each node hangs below: the highest that leads to it, so that a way past other
 * steps gets a column of its own and does not run behind them.
 */
function parentsOf(graph: Graph, ways: Ways, layers: Map<string, number>): Map<string, string> {
  const parents = new Map<string, string>();
  const layerOf = (id: string) => layers.get(id) ?? 0;
  for (const { id } of graph.nodes) {
    for (const to of ways.get(id) ?? []) {
      const known = parents.get(to);
      const higher = known === undefined || layerOf(id) < layerOf(known);
      if (higher && layerOf(id) < layerOf(to)) parents.set(to, id);
    }
  }
  return parents;
}

function columnsOf(graph: Graph, ways: Ways, parents: Map<string, string>): Map<string, number> {
  const columns = new Map<string, number>();
  let next = 0;
  const place = (id: string): number => {
    const children = (ways.get(id) ?? []).filter((to) => parents.get(to) === id);
    const taken = children.map(place);
    const column = taken.length ? ((taken[0] ?? 0) + (taken.at(-1) ?? 0)) / 2 : next++;
    columns.set(id, column);
    return column;
  };
  for (const { id } of graph.nodes) if (!parents.has(id)) place(id);
  return columns;
}
