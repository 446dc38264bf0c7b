/** Changes of a flow's graph, pure; and the history that undo and redo walk. */

import { type FlowEdge, type FlowNode, type Graph, isTrigger } from './types';

export const EMPTY: Graph = { version: 1, nodes: [], edges: [] };

/** Where a step is to be added: behind an outlet, or nowhere yet. */
export interface Place {
  from: string;
  outlet: string;
}

/** The outlets of a kind of node. */
export type OutletsOf = (kind: string) => string[];

const STEP_DOWN = 150;
const STEP_ASIDE = 308;
/** Nodes closer than this lie over each other. */
const [WIDE, HIGH] = [280, 110];

/**
 * A short id that no node of the graph has, nor one that was in it before: an id taken again would
 * put the figures of a step that earlier versions had under the name of another one.
 */
export function freeId(graph: Graph, kind: string): string {
  const stem = kind.replace(/^trigger\./, '').replace(/[^A-Za-z0-9_-]/g, '_');
  const taken = new Set(graph.nodes.map(({ id }) => id));
  for (;;) {
    const id = `${stem.slice(0, 30)}_${Math.random().toString(36).slice(2, 8)}`;
    if (!taken.has(id)) return id;
  }
}

export function findNode(graph: Graph, id: string | null): FlowNode | undefined {
  return graph.nodes.find((node) => node.id === id);
}

/** What an outlet leads to. */
export function targetOf(graph: Graph, place: Place): FlowNode | undefined {
  return findNode(graph, graph.edges.find((edge) => isAt(edge, place))?.to ?? null);
}

/** Add a step behind an outlet; what the outlet led to comes behind the new step. */
export function addBehind(
  graph: Graph,
  place: Place,
  kind: string,
  outletsOf: OutletsOf,
): { graph: Graph; id: string } {
  const id = freeId(graph, kind);
  const source = findNode(graph, place.from);
  const old = graph.edges.find((edge) => isAt(edge, place));
  const target = findNode(graph, old?.to ?? null);
  const first = outletsOf(kind)[0];
  const wanted = { x: target?.x ?? source?.x ?? 0, y: (source?.y ?? 0) + STEP_DOWN };
  const outlets = source ? outletsOf(source.kind) : [];
  // Ways are drawn outlet by outlet from left to right; a new end makes room on its side.
  const side = outlets.length > 1 && place.outlet === outlets[0] ? -1 : 1;
  const spot = target ? wanted : freeSpot(graph, wanted, side);
  const node = { id, kind, config: defaultConfig(kind), ...spot };
  const edges = graph.edges.filter((edge) => edge !== old);
  edges.push({ ...place, to: id });
  if (old && first) edges.push({ from: id, outlet: first, to: old.to });
  const moved = target ? pushDown(graph, target.id) : graph.nodes;
  return { graph: { ...graph, nodes: [...moved, node], edges }, id };
}

/** The spot wanted, or the next one beside it at which no node lies. */
function freeSpot(graph: Graph, { x, y }: { x: number; y: number }, side: 1 | -1) {
  const taken = (at: number) =>
    graph.nodes.some((node) => Math.abs(node.x - at) < WIDE && Math.abs(node.y - y) < HIGH);
  let at = x;
  while (taken(at)) at += side * STEP_ASIDE;
  return { x: at, y };
}

/** Add a node that nothing leads to yet. */
export function addLoose(graph: Graph, kind: string): { graph: Graph; id: string } {
  const id = freeId(graph, kind);
  const right = graph.nodes.length ? Math.max(...graph.nodes.map(({ x }) => x)) + 320 : 0;
  const top = graph.nodes.length ? Math.min(...graph.nodes.map(({ y }) => y)) : 0;
  const node = { id, kind, config: defaultConfig(kind), x: right, y: top };
  return { graph: { ...graph, nodes: [...graph.nodes, node] }, id };
}

/** Lead an outlet to a node, in place of where it led; the same graph when that cannot be. */
export function connect(graph: Graph, place: Place, to: string): Graph {
  const target = findNode(graph, to);
  if (!target || isTrigger(target.kind) || to === place.from) return graph;
  const edges = graph.edges.filter((edge) => !isAt(edge, place));
  return { ...graph, edges: [...edges, { ...place, to }] };
}

/** The outlets of a node that lead to different steps. */
export function waysOn(graph: Graph, id: string): { outlet: string; to: string }[] {
  const ways = new Map<string, string>();
  for (const { from, outlet, to } of graph.edges) {
    if (from === id && to !== id && !ways.has(to)) ways.set(to, outlet);
  }
  return [...ways].map(([to, outlet]) => ({ outlet, to }));
}

/**
 * Remove a node; who led to it now leads to what came behind it, when that is one thing, or to what
 * its outlet `keep` led to.
 */
export function removeNode(graph: Graph, id: string, keep?: string): Graph {
  const ways = waysOn(graph, id);
  const kept = ways.find(({ outlet }) => outlet === keep);
  const heir = kept?.to ?? (ways.length === 1 ? ways[0]?.to : undefined);
  const edges: FlowEdge[] = [];
  for (const edge of graph.edges) {
    if (edge.from === id) continue;
    if (edge.to !== id) edges.push(edge);
    else if (heir && heir !== edge.from) edges.push({ ...edge, to: heir });
  }
  return { ...graph, nodes: graph.nodes.filter((node) => node.id !== id), edges };
}

export function removeEdge(graph: Graph, place: Place): Graph {
  return { ...graph, edges: graph.edges.filter((edge) => !isAt(edge, place)) };
}

/** Copy a node with its settings, beside it and without connections. */
export function duplicateNode(graph: Graph, id: string): { graph: Graph; id: string } {
  const node = findNode(graph, id);
  if (!node) return { graph, id };
  const copy = { ...structuredClone(node), id: freeId(graph, node.kind), x: node.x + 300 };
  return { graph: { ...graph, nodes: [...graph.nodes, copy] }, id: copy.id };
}

/** What is taken along when a node is copied. */
export type Copied = Pick<FlowNode, 'kind' | 'config'>;

/**
 * Put a copied step on the way behind a node, at an outlet that is still open if there is one;
 * beside everything where no way can lead to it.
 */
export function pasteNode(
  graph: Graph,
  copied: Copied,
  behind: string | null,
  outletsOf: OutletsOf,
): { graph: Graph; id: string } {
  const source = findNode(graph, behind);
  const outlets = source && !isTrigger(copied.kind) ? outletsOf(source.kind) : [];
  const open = outlets.find((name) => !targetOf(graph, { from: source?.id ?? '', outlet: name }));
  // A step without outlets put between two others would cut off the second.
  const outlet = open ?? (outletsOf(copied.kind).length > 0 ? outlets[0] : undefined);
  const made =
    source && outlet
      ? addBehind(graph, { from: source.id, outlet }, copied.kind, outletsOf)
      : addLoose(graph, copied.kind);
  return { ...made, graph: configure(made.graph, made.id, structuredClone(copied.config)) };
}

export function configure(graph: Graph, id: string, config: Record<string, unknown>): Graph {
  const nodes = graph.nodes.map((node) => (node.id === id ? { ...node, config } : node));
  return { ...graph, nodes };
}

/** Take another kind for a node and begin its settings anew. */
export function changeKind(graph: Graph, id: string, kind: string): Graph {
  const nodes = graph.nodes.map((node) =>
    node.id === id ? { ...node, kind, config: defaultConfig(kind) } : node,
  );
  return { ...graph, nodes };
}

export function moveNodes(graph: Graph, places: ReadonlyMap<string, { x: number; y: number }>) {
  const nodes = graph.nodes.map((node) => {
    const place = places.get(node.id);
    return place ? { ...node, x: Math.round(place.x), y: Math.round(place.y) } : node;
  });
  return { ...graph, nodes };
}

/** The nodes in the order one reads them: each way to its end, outlet by outlet. */
export function readingOrder(
  graph: Graph,
  outletsOf: OutletsOf,
): { node: FlowNode; depth: number; outlet: string }[] {
  const seen = new Set<string>();
  const found: { node: FlowNode; depth: number; outlet: string }[] = [];
  const walk = (id: string, depth: number, outlet: string) => {
    const node = findNode(graph, id);
    if (!node || seen.has(id)) return;
    seen.add(id);
    found.push({ node, depth, outlet });
    const outlets = outletsOf(node.kind);
    for (const name of outlets) {
      const edge = graph.edges.find((item) => isAt(item, { from: id, outlet: name }));
      const branching = outlets.length > 1;
      if (edge) walk(edge.to, depth + (branching ? 1 : 0), branching ? name : '');
    }
  };
  for (const node of graph.nodes) if (isTrigger(node.kind)) walk(node.id, 0, '');
  for (const node of graph.nodes) walk(node.id, 0, '');
  return found;
}

/** Whether two states of a graph differ in nothing but where nodes lie. */
export function onlyMoved(one: Graph, other: Graph): boolean {
  const others = new Map(other.nodes.map((node) => [node.id, node]));
  return (
    one.edges === other.edges &&
    one.nodes.length === other.nodes.length &&
    one.nodes.every(({ id, kind, config }) => {
      const twin = others.get(id);
      return twin?.kind === kind && twin.config === config;
    })
  );
}

function isAt(edge: FlowEdge, place: Place): boolean {
  return edge.from === place.from && edge.outlet === place.outlet;
}

function pushDown(graph: Graph, start: string): FlowNode[] {
  const below = new Set<string>();
  const todo = [start];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (below.has(id)) continue;
    below.add(id);
    todo.push(...graph.edges.filter(({ from }) => from === id).map(({ to }) => to));
  }
  return graph.nodes.map((node) =>
    below.has(node.id) ? { ...node, y: node.y + STEP_DOWN } : node,
  );
}

function defaultConfig(kind: string): Record<string, unknown> {
  if (kind === 'wait') return { mode: 'interval', amount: 1, unit: 'days' };
  if (kind === 'condition') return { tree: { version: 1, op: 'all', items: [] } };
  return {};
}

export interface History {
  past: Graph[];
  present: Graph;
  future: Graph[];
  /** What the last change was about: changes of one thing in a row are undone together. */
  tag: string;
}

export type HistoryAction =
  | { type: 'change'; graph: Graph; tag?: string }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'reset'; graph: Graph };

const MAX_PAST = 100;

export function startHistory(graph: Graph): History {
  return { past: [], present: graph, future: [], tag: '' };
}

export function historyReducer(state: History, action: HistoryAction): History {
  const { past, present, future } = state;
  switch (action.type) {
    case 'change': {
      const { graph, tag = '' } = action;
      if (graph === present) return state;
      const joined = tag !== '' && tag === state.tag;
      const kept = joined ? past : [...past, present].slice(-MAX_PAST);
      return { past: kept, present: graph, future: [], tag };
    }
    case 'undo': {
      const before = past.at(-1);
      if (!before) return state;
      return { past: past.slice(0, -1), present: before, future: [present, ...future], tag: '' };
    }
    case 'redo': {
      const [next, ...rest] = future;
      if (!next) return state;
      return { past: [...past, present], present: next, future: rest, tag: '' };
    }
    case 'reset':
      return startHistory(action.graph);
  }
}
