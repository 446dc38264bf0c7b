/** The drawn flow. Loaded apart, with its library. */

import '@xyflow/react/dist/style.css';
import { ActionIcon, Group, Text, ThemeIcon } from '@mantine/core';
import { IconAlertCircle, IconPlus, IconX } from '@tabler/icons-react';
import {
  applyNodeChanges,
  Background,
  BaseEdge,
  type Connection,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getSmoothStepPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useNodesInitialized,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import classes from './automation.module.css';
import { useWords } from './data';
import { moveNodes, type Place } from './graph';
import { colorOf, iconOf } from './icons';
import { NODE_WIDTH } from './layout';
import { useT } from './messages';
import { StepBadges } from './StepBadges';
import { kindLabel, outletLabel, summarize, type Words } from './summary';
import { type FlowNode, type FlowProblem, type Graph, isTrigger, type NodeReport } from './types';

export interface CanvasProps {
  graph: Graph;
  selected: string | null;
  problems: FlowProblem[];
  readOnly: boolean;
  /** Figures on the nodes, in the report. */
  report?: ReadonlyMap<string, NodeReport>;
  /** Grows when the whole flow shall be brought into view. */
  fit: number;
  /** Grows when the flow was laid out anew: the view goes back to its beginning. */
  tidied: number;
  onSelect: (id: string | null) => void;
  onMove: (graph: Graph, tag?: string) => void;
  onConnect: (place: Place, to: string) => void;
  onAdd: (place: Place) => void;
  onDelete: (nodes: string[], edges: Place[]) => void;
}

interface Inner extends CanvasProps {
  words: Words;
}

const CanvasContext = createContext<Inner | null>(null);

function useCanvas(): Inner {
  const value = useContext(CanvasContext);
  if (!value) throw new Error('outside of a canvas');
  return value;
}

type StepNode = Node<{ node: FlowNode }, 'step'>;
type WayEdge = Edge<{ place: Place; branching: boolean }, 'way'>;

const NODE_TYPES = { step: StepCard };
const EDGE_TYPES = { way: Way };

export default function Canvas(props: CanvasProps) {
  const words = useWords();
  return (
    <CanvasContext.Provider value={{ ...props, words }}>
      <ReactFlowProvider>
        <Drawing {...props} words={words} />
      </ReactFlowProvider>
    </CanvasContext.Provider>
  );
}

/** Room for the tools that lie over the canvas. */
const MARGIN = { top: '76px', bottom: '56px', left: '60px', right: '40px' } as const;
/** More nodes than a flow can have when it is published. */
const MANY = 60;
/** Below this size the words on a node are hard to read. */
const READABLE = 0.75;

/** Show the whole flow, or its beginning when the whole would be too small to read. */
function useView() {
  const { fitView, getNode, getNodes, getNodesBounds, getViewport, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const whole = () => void fitView({ padding: MARGIN, maxZoom: 1, duration: 200 });
  const start = () => {
    const bounds = getNodesBounds(getNodes());
    const [top, bottom] = [76, 56];
    const zoom = Math.min((height - top - bottom) / bounds.height, (width - 100) / bounds.width);
    if (zoom >= READABLE) return void fitView({ padding: MARGIN, maxZoom: 1 });
    const x = width / 2 - (bounds.x + bounds.width / 2) * READABLE;
    return void setViewport({ x, y: top - bounds.y * READABLE, zoom: READABLE });
  };
  /** Move as little as shows a node whole. */
  const reveal = (id: string) => {
    const node = getNode(id);
    if (!node) return;
    const { x, y, zoom } = getViewport();
    const size = node.measured ?? {};
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const right = left + (size.width ?? NODE_WIDTH) * zoom;
    const bottom = top + (size.height ?? 90) * zoom;
    const byX = Math.max(0, 60 - left) - Math.max(0, right - (width - 40));
    const byY = Math.max(0, 76 - top) - Math.max(0, bottom - (height - 90));
    if (byX || byY) void setViewport({ x: x + byX, y: y + byY, zoom }, { duration: 250 });
  };
  return { whole, start, reveal, sized: width > 0 && height > 0 };
}

function Drawing(props: Inner) {
  const { graph, selected, readOnly, words, fit, tidied, report } = props;
  const { onSelect, onMove, onConnect, onDelete } = props;
  const t = useT();
  const view = useView();
  const shown = useRef(view);
  shown.current = view;
  const measured = useNodesInitialized();
  const drawn = useMemo(() => nodesOf(graph, selected, words), [graph, selected, words]);
  const [nodes, setNodes] = useState(drawn);
  const [cut, setCut] = useState<string | null>(null);
  const edges = useMemo(() => edgesOf(graph, words, cut), [graph, words, cut]);
  const dragging = useRef(false);
  const begun = useRef(false);
  useEffect(() => setNodes((old) => keepSizes(old, drawn)), [drawn]);
  useEffect(() => {
    if (!measured || !view.sized || begun.current) return;
    begun.current = true;
    shown.current.start();
  }, [measured, view.sized]);
  useEffect(() => {
    if (!selected) return;
    // A step just added is drawn first, then looked at.
    const timer = setTimeout(() => shown.current.reveal(selected), 80);
    return () => clearTimeout(timer);
  }, [selected]);
  useEffect(() => {
    if (fit > 0) requestAnimationFrame(() => shown.current.whole());
  }, [fit]);
  useEffect(() => {
    // The new places are drawn first, then looked at.
    if (tidied > 0) setTimeout(() => shown.current.start(), 60);
  }, [tidied]);
  return (
    <ReactFlow<StepNode, WayEdge>
      aria-label={t('canvas')}
      ariaLabelConfig={{
        'node.a11yDescription.default': t('keysOnNode'),
        'node.a11yDescription.keyboardDisabled': t('keysOnNode'),
        'node.a11yDescription.ariaLiveMessage': () => t('nodeMoved'),
        'edge.a11yDescription.default': t('keysOnEdge'),
        'controls.ariaLabel': t('zoom'),
        'controls.zoomIn.ariaLabel': t('zoomIn'),
        'controls.zoomOut.ariaLabel': t('zoomOut'),
        'controls.fitView.ariaLabel': t('fit'),
        'handle.ariaLabel': t('dot'),
      }}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      onNodesChange={(changes) => {
        const kept = changes.filter((change) => change.type !== 'remove');
        setNodes((old) => applyNodeChanges(kept, old));
        const picked = kept.find((change) => change.type === 'select' && change.selected);
        if (picked && 'id' in picked) onSelect(picked.id);
        const places = new Map(
          kept.flatMap((change) =>
            change.type === 'position' && change.position ? [[change.id, change.position]] : [],
          ),
        );
        // Arrow keys move too; a drag is told when it ends.
        if (places.size > 0 && !dragging.current) {
          onMove(moveNodes(graph, places), `move:${[...places.keys()].join()}`);
        }
      }}
      onEdgesChange={(changes) => {
        for (const change of changes) {
          if (change.type !== 'select') continue;
          setCut((old) => (change.selected ? change.id : old === change.id ? null : old));
        }
      }}
      onNodeDragStart={() => {
        dragging.current = true;
      }}
      onNodeDragStop={(_, __, dragged) => {
        dragging.current = false;
        const places = new Map(dragged.map((node) => [node.id, node.position]));
        if (hasMoved(graph, places)) onMove(moveNodes(graph, places));
      }}
      onConnect={({ source, sourceHandle, target }: Connection) =>
        onConnect({ from: source, outlet: sourceHandle ?? 'next' }, target)
      }
      onDelete={({ nodes: gone, edges: lost }) =>
        onDelete(
          gone.map(({ id }) => id),
          lost.flatMap(({ data }) => (data ? [data.place] : [])),
        )
      }
      onPaneClick={() => onSelect(null)}
      deleteKeyCode={readOnly ? null : ['Delete', 'Backspace']}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      connectionRadius={70}
      zoomOnScroll={!report}
      preventScrolling={!report}
      // A drawing as large as this is slow to move when all of it is kept in the page; of a smaller
      // one everything is there, so that Tab comes to each step.
      onlyRenderVisibleElements={graph.nodes.length > MANY}
      minZoom={0.2}
      maxZoom={1.5}
      proOptions={{ hideAttribution: true }}
    >
      <Background gap={20} />
      <Controls showInteractive={false} showFitView={Boolean(report)} onFitView={view.whole} />
    </ReactFlow>
  );
}

function hasMoved(graph: Graph, places: ReadonlyMap<string, { x: number; y: number }>): boolean {
  return graph.nodes.some(({ id, x, y }) => {
    const place = places.get(id);
    return place !== undefined && (Math.round(place.x) !== x || Math.round(place.y) !== y);
  });
}

function nodesOf(graph: Graph, selected: string | null, words: Words): StepNode[] {
  return graph.nodes.map((node) => ({
    id: node.id,
    type: 'step',
    position: { x: node.x, y: node.y },
    data: { node },
    selected: node.id === selected,
    ariaLabel: `${kindLabel(node.kind, words)}: ${summarize(node, words)}`,
  }));
}

/** Measured sizes stay when the graph changes, so that nothing flickers. */
function keepSizes(old: StepNode[], next: StepNode[]): StepNode[] {
  const sizes = new Map(old.map((node) => [node.id, node.measured]));
  return next.map((node) => {
    const measured = sizes.get(node.id);
    return measured ? { ...node, measured } : node;
  });
}

function edgesOf(graph: Graph, { kinds }: Words, selected: string | null): WayEdge[] {
  return graph.edges.map((edge) => {
    const kind = graph.nodes.find((node) => node.id === edge.from)?.kind ?? '';
    const branching = (kinds.get(kind)?.outlets.length ?? 1) > 1;
    const id = `${edge.from}.${edge.outlet}.${edge.to}`;
    return {
      id,
      type: 'way',
      selected: id === selected,
      source: edge.from,
      sourceHandle: edge.outlet,
      target: edge.to,
      data: { place: { from: edge.from, outlet: edge.outlet }, branching },
    };
  });
}

function StepCard({ data: { node }, selected }: NodeProps<StepNode>) {
  const { words, problems, readOnly, report } = useCanvas();
  const { graph } = useCanvas();
  const spec = words.kinds.get(node.kind);
  const Icon = iconOf(node.kind, spec);
  const outlets = spec?.outlets ?? [];
  const wrong = problems.filter((problem) => problem.node_id === node.id);
  const serious = wrong.some((problem) => problem.severity === 'error');
  return (
    <div
      className={classes.node}
      data-selected={selected || undefined}
      data-problem={serious || undefined}
      data-step={node.id}
    >
      {!isTrigger(node.kind) && (
        <Handle type="target" position={Position.Top} className={classes.handle ?? ''} />
      )}
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" color={colorOf(node.kind, spec)} size={34}>
          <Icon size={19} stroke={1.7} />
        </ThemeIcon>
        <div style={{ minWidth: 0, flex: 1 }}>
          <Text size="xs" c="dimmed" truncate>
            {kindLabel(node.kind, words)}
          </Text>
          <Text size="sm" fw={500} lineClamp={2}>
            {summarize(node, words)}
          </Text>
        </div>
        {wrong.length > 0 && (
          <IconAlertCircle
            size={18}
            color={`var(--mantine-color-${serious ? 'red' : 'orange'}-6)`}
            aria-label={wrong[0]?.message}
          />
        )}
      </Group>
      {report && <StepBadges report={report.get(node.id)} words={words} />}
      {outlets.map((outlet, index) => {
        const left = ((index + 1) / (outlets.length + 1)) * 100;
        const led = graph.edges.some((edge) => edge.from === node.id && edge.outlet === outlet);
        return (
          <div key={outlet}>
            <Handle
              id={outlet}
              type="source"
              position={Position.Bottom}
              className={classes.handle ?? ''}
              style={{ left: `${left}%` }}
            />
            {!led && !readOnly && (
              <OpenOutlet node={node} outlet={outlet} left={left} branching={outlets.length > 1} />
            )}
          </div>
        );
      })}
    </div>
  );
}

function OpenOutlet(props: { node: FlowNode; outlet: string; left: number; branching: boolean }) {
  const { node, outlet, left, branching } = props;
  const { words } = useCanvas();
  const t = useT();
  return (
    <div className={classes.outlet} style={{ left: `${left}%` }}>
      {branching && <span className={classes.way}>{outletLabel(outlet, t)}</span>}
      <Plus place={{ from: node.id, outlet }} name={summarize(node, words)} branching={branching} />
    </div>
  );
}

function Plus({ place, name, branching }: { place: Place; name: string; branching: boolean }) {
  const t = useT();
  const { onAdd } = useCanvas();
  const label = branching
    ? t('addStepOn', { outlet: outletLabel(place.outlet, t), name })
    : t('addStepAfter', { name });
  return (
    <ActionIcon
      className="nodrag nopan"
      size={24}
      radius="xl"
      variant="filled"
      aria-label={label}
      data-add={`${place.from}.${place.outlet}`}
      onClick={(event) => {
        event.stopPropagation();
        onAdd(place);
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <IconPlus size={15} />
    </ActionIcon>
  );
}

function Way(props: EdgeProps<WayEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } =
    props;
  const { graph, words, readOnly, onDelete } = useCanvas();
  const t = useT();
  const [path] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 14,
    centerY: sourceY + Math.max(16, Math.min(44, (targetY - sourceY) / 2)),
  });
  const place = data?.place ?? { from: props.source, outlet: 'next' };
  const source = graph.nodes.find((node) => node.id === place.from);
  return (
    <>
      <BaseEdge path={path} style={{ strokeWidth: selected ? 2.5 : 1.6 }} />
      <EdgeLabelRenderer>
        <div
          className={`${classes.edgeTools} nodrag nopan`}
          style={{ transform: `translate(-50%, -50%) translate(${sourceX}px, ${sourceY + 22}px)` }}
        >
          {data?.branching && <span className={classes.way}>{outletLabel(place.outlet, t)}</span>}
          {!readOnly && (
            <Plus
              place={place}
              name={source ? summarize(source, words) : ''}
              branching={data?.branching ?? false}
            />
          )}
          {!readOnly && selected && (
            <ActionIcon
              size={22}
              radius="xl"
              color="red"
              variant="light"
              aria-label={t('deleteEdge')}
              onClick={() => onDelete([], [place])}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
