/** The drawn flow. Loaded apart, with its library. */

import '@xyflow/react/dist/style.css';
import { ActionIcon, Badge, Group, Text, ThemeIcon } from '@mantine/core';
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
  useReactFlow,
} from '@xyflow/react';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import classes from './automation.module.css';
import { useWords } from './data';
import { moveNodes, type Place } from './graph';
import { colorOf, iconOf } from './icons';
import { NODE_WIDTH } from './layout';
import { useT } from './messages';
import { kindLabel, outletLabel, summarize, type Words } from './summary';
import { type FlowNode, type FlowProblem, type Graph, isTrigger, type NodeReport } from './types';

export interface CanvasProps {
  graph: Graph;
  selected: string | null;
  problems: FlowProblem[];
  readOnly: boolean;
  /** Figures on the nodes, in the report. */
  report?: ReadonlyMap<string, NodeReport>;
  /** Grows when the view shall be fitted again. */
  fit: number;
  onSelect: (id: string | null) => void;
  onMove: (graph: Graph) => void;
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

function Drawing(props: Inner) {
  const { graph, selected, readOnly, words, fit, onSelect, onMove, onConnect, onDelete } = props;
  const t = useT();
  const { fitView } = useReactFlow();
  const drawn = useMemo(() => nodesOf(graph, selected, words), [graph, selected, words]);
  const [nodes, setNodes] = useState(drawn);
  const edges = useMemo(() => edgesOf(graph, words), [graph, words]);
  useEffect(() => setNodes((old) => keepSizes(old, drawn)), [drawn]);
  useEffect(() => {
    if (fit > 0)
      requestAnimationFrame(() => void fitView({ padding: 0.15, maxZoom: 1, duration: 200 }));
  }, [fit, fitView]);
  return (
    <ReactFlow<StepNode, WayEdge>
      aria-label={t('canvas')}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      onNodesChange={(changes) => {
        const kept = changes.filter((change) => change.type !== 'remove');
        setNodes((old) => applyNodeChanges(kept, old));
        const picked = kept.find((change) => change.type === 'select' && change.selected);
        if (picked && 'id' in picked) onSelect(picked.id);
      }}
      onNodeDragStop={(_, __, dragged) =>
        onMove(moveNodes(graph, new Map(dragged.map((node) => [node.id, node.position]))))
      }
      onConnect={({ source, sourceHandle, target }: Connection) =>
        onConnect({ from: source, outlet: sourceHandle ?? 'next' }, target)
      }
      onDelete={({ nodes: gone, edges: cut }) =>
        onDelete(
          gone.map(({ id }) => id),
          cut.flatMap(({ data }) => (data ? [data.place] : [])),
        )
      }
      onPaneClick={() => onSelect(null)}
      deleteKeyCode={readOnly ? null : ['Delete', 'Backspace']}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      fitView
      fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
      minZoom={0.2}
      maxZoom={1.5}
      proOptions={{ hideAttribution: true }}
    >
      <Background gap={20} />
      <Controls showInteractive={false} aria-label={t('canvas')} />
    </ReactFlow>
  );
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

function edgesOf(graph: Graph, { kinds }: Words): WayEdge[] {
  return graph.edges.map((edge) => {
    const kind = graph.nodes.find((node) => node.id === edge.from)?.kind ?? '';
    const branching = (kinds.get(kind)?.outlets.length ?? 1) > 1;
    return {
      id: `${edge.from}.${edge.outlet}.${edge.to}`,
      type: 'way',
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
      {report && <Figures report={report.get(node.id)} />}
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

function Figures({ report }: { report: NodeReport | undefined }) {
  const t = useT();
  if (!report) return null;
  const shown = [
    ['gray', t('entered'), report.entered],
    ['blue', t('waiting'), report.waiting],
    ['teal', t('done'), report.done],
    ['orange', t('skipped'), report.skipped],
    ['red', t('failed'), report.failed],
  ] as const;
  return (
    <Group gap={4} mt={8} maw={NODE_WIDTH}>
      {shown
        .filter(([, , count], index) => index === 0 || count > 0)
        .map(([color, label, count]) => (
          <Badge key={label} size="sm" variant="light" color={color} tt="none">
            {label} {count}
          </Badge>
        ))}
    </Group>
  );
}
