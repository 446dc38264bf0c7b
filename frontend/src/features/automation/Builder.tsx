/** Drawing a flow: the canvas (or the list of steps where there is no room) and the side panel. */

import {
  ActionIcon,
  Box,
  Button,
  Center,
  Drawer,
  Group,
  Loader,
  Paper,
  Select,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMaximize,
  IconBolt,
  IconLayoutDistributeVertical,
  IconUserCheck,
} from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { loadPart } from '@/kit/renewal';
import { useWorkspace } from '@/kit/workspace';
import { EmptyState } from '@/ui';
import { AddStep } from './AddStep';
import classes from './automation.module.css';
import { copiedNode, keepCopied } from './clipboard';
import { useKinds, useWords } from './data';
import {
  addBehind,
  addLoose,
  changeKind,
  configure,
  connect,
  duplicateNode,
  findNode,
  type Place,
  pasteNode,
  removeEdge,
  removeNode,
  targetOf,
} from './graph';
import { arrange } from './layout';
import { useT } from './messages';
import { Panel } from './Panel';
import { StepList } from './StepList';
import { outletLabel, summarize } from './summary';
import { Trial } from './Trial';
import { isTrigger } from './types';
import type { Draft } from './useDraft';

const Canvas = lazy(() => loadPart(() => import('./Canvas')));

interface BuilderProps {
  draft: Draft;
  readOnly: boolean;
  selected: string | null;
  onSelect: (id: string | null) => void;
  /** Ask at once for what starts the flow. */
  starting: boolean;
  onStarted: () => void;
}

export function Builder(props: BuilderProps) {
  const { draft, readOnly, selected, onSelect, starting, onStarted } = props;
  const t = useT();
  const words = useWords();
  const { outletsOf, kinds } = useKinds();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [adding, setAdding] = useState<Place | 'loose' | 'start' | null>(null);
  const [trying, setTrying] = useState(false);
  const [fit, setFit] = useState(0);
  const [tidied, setTidied] = useState(0);
  const { graph, change } = draft;
  const node = findNode(graph, selected);
  useEffect(() => {
    if (!starting) return;
    setAdding('start');
    onStarted();
  }, [starting, onStarted]);

  const add = (kind: string) => {
    if (!adding) return;
    const behind = typeof adding === 'object' && !isTrigger(kind);
    const made = behind ? addBehind(graph, adding, kind, outletsOf) : addLoose(graph, kind);
    change(made.graph);
    setAdding(null);
    onSelect(made.id);
  };
  const remove = (nodes: string[], edges: Place[]) => {
    const cut = nodes.length > 0 ? graph : edges.reduce(removeEdge, graph);
    change(nodes.reduce((rest, id) => removeNode(rest, id), cut));
    if (selected && nodes.includes(selected)) onSelect(null);
  };
  const duplicate = (id: string) => {
    const made = duplicateNode(graph, id);
    change(made.graph);
    onSelect(made.id);
  };
  const paste = () => {
    const copied = copiedNode();
    if (!copied || !kinds.has(copied.kind)) return;
    const made = pasteNode(graph, copied, selected, outletsOf);
    change(made.graph);
    onSelect(made.id);
  };
  useShortcuts(readOnly, {
    undo: draft.undo,
    redo: draft.redo,
    duplicate: () => selected && duplicate(selected),
    copy: () => node && keepCopied(node),
    paste,
  });

  const panel = node && (
    <Panel
      graph={graph}
      node={node}
      problems={draft.problems}
      readOnly={readOnly}
      onConfig={(config) => change(configure(graph, node.id, config), `config:${node.id}`)}
      onKind={(kind) => change(changeKind(graph, node.id, kind))}
      onDelete={(keep) => {
        change(removeNode(graph, node.id, keep));
        onSelect(null);
      }}
      onDuplicate={() => duplicate(node.id)}
      onClose={() => onSelect(null)}
      onAdd={setAdding}
      onConnect={(place, to) => change(to ? connect(graph, place, to) : removeEdge(graph, place))}
    />
  );
  const place = typeof adding === 'object' ? adding : null;
  const from = findNode(graph, place?.from ?? null);
  const title =
    place && from
      ? outletsOf(from.kind).length > 1
        ? t('addStepOn', { outlet: outletLabel(place.outlet, t), name: summarize(from, words) })
        : t('addStepAfter', { name: summarize(from, words) })
      : t('addStep');
  const empty = graph.nodes.length === 0;
  const first = adding === 'start' || (adding === 'loose' && empty);
  return (
    <div className={classes.work}>
      {narrow ? (
        <div className={classes.scroll}>
          <Stack p="sm" gap="sm">
            <Tools
              {...{ draft, readOnly }}
              onAdd={() => setAdding('loose')}
              onTry={() => setTrying(true)}
            />
            {empty ? (
              <Empty readOnly={readOnly} onAdd={() => setAdding('loose')} />
            ) : (
              <StepList
                graph={graph}
                problems={draft.problems}
                readOnly={readOnly}
                onSelect={onSelect}
                onAdd={setAdding}
              />
            )}
          </Stack>
        </div>
      ) : (
        <div className={classes.canvas}>
          {empty ? (
            <Empty readOnly={readOnly} onAdd={() => setAdding('loose')} />
          ) : (
            <Suspense fallback={<Waiting />}>
              <Canvas
                graph={graph}
                selected={selected}
                problems={draft.problems}
                readOnly={readOnly}
                fit={fit}
                tidied={tidied}
                onSelect={onSelect}
                onMove={change}
                onConnect={(place, to) => change(connect(graph, place, to))}
                onAdd={setAdding}
                onDelete={remove}
              />
            </Suspense>
          )}
          <Box pos="absolute" top={12} left={12} style={{ zIndex: 5 }}>
            <Paper withBorder p={4} shadow="xs">
              <Tools
                {...{ draft, readOnly }}
                onAdd={() => setAdding('loose')}
                onTry={() => setTrying(true)}
                onArrange={() => {
                  change(arrange(graph, outletsOf));
                  setTidied((old) => old + 1);
                }}
                onFit={() => setFit((old) => old + 1)}
              />
            </Paper>
          </Box>
        </div>
      )}
      {narrow ? (
        <Drawer
          opened={Boolean(panel)}
          onClose={() => onSelect(null)}
          position="bottom"
          size="85%"
          withCloseButton={false}
          aria-label={t('nodeSettings')}
          padding={0}
        >
          {panel}
        </Drawer>
      ) : (
        <aside className={classes.panel} aria-label={t('nodeSettings')}>
          {panel || <FlowPanel draft={draft} readOnly={readOnly} />}
        </aside>
      )}
      <Trial
        draft={draft}
        opened={trying}
        onClose={() => setTrying(false)}
        onPick={(id) => {
          setTrying(false);
          onSelect(id);
        }}
      />
      <AddStep
        opened={adding !== null}
        ending={!place || !targetOf(graph, place)}
        only={first ? 'trigger' : adding === 'loose' ? 'any' : 'step'}
        title={first ? t('addTrigger') : title}
        onClose={() => setAdding(null)}
        onPick={add}
      />
    </div>
  );
}

function Waiting() {
  return (
    <Center h="100%">
      <Loader />
    </Center>
  );
}

function Empty({ readOnly, onAdd }: { readOnly: boolean; onAdd: () => void }) {
  const t = useT();
  return (
    <EmptyState
      icon={IconBolt}
      title={t('emptyCanvas')}
      hint={readOnly ? t('readOnly') : t('emptyCanvasHint')}
      action={!readOnly && <Button onClick={onAdd}>{t('addTrigger')}</Button>}
    />
  );
}

interface ToolsProps {
  draft: Draft;
  readOnly: boolean;
  onAdd: () => void;
  onTry: () => void;
  onArrange?: () => void;
  onFit?: () => void;
}

function Tools({ draft, readOnly, onAdd, onTry, onArrange, onFit }: ToolsProps) {
  const t = useT();
  const { can } = useWorkspace();
  return (
    <Group gap={2}>
      {!readOnly && (
        <>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconBolt size={15} />}
            onClick={onAdd}
          >
            {t('addStep')}
          </Button>
          <Tool label={t('undo')} disabled={!draft.canUndo} onUse={draft.undo}>
            <IconArrowBackUp size={18} />
          </Tool>
          <Tool label={t('redo')} disabled={!draft.canRedo} onUse={draft.redo}>
            <IconArrowForwardUp size={18} />
          </Tool>
        </>
      )}
      {!readOnly && onArrange && (
        <Tool label={t('arrange')} onUse={onArrange}>
          <IconLayoutDistributeVertical size={18} />
        </Tool>
      )}
      {onFit && (
        <Tool label={t('fit')} onUse={onFit}>
          <IconArrowsMaximize size={18} />
        </Tool>
      )}
      {draft.graph.nodes.length > 0 && can('customer.view') && (
        <Tool label={t('trial')} onUse={onTry}>
          <IconUserCheck size={18} />
        </Tool>
      )}
    </Group>
  );
}

function Tool(props: {
  label: string;
  disabled?: boolean;
  onUse: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={props.label}
        disabled={props.disabled ?? false}
        onClick={props.onUse}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

/** What concerns the whole flow, shown while no node is chosen. */
function FlowPanel({ draft, readOnly }: { draft: Draft; readOnly: boolean }) {
  const t = useT();
  return (
    <Stack p="md" gap="md">
      <Text fw={600}>{t('flowSettings')}</Text>
      <Reentry draft={draft} readOnly={readOnly} />
      <Text size="sm" c="dimmed">
        {readOnly ? t('readOnly') : t('pickNode')}
      </Text>
      {!readOnly && (
        <Text size="xs" c="dimmed">
          {t('keysHint')}
        </Text>
      )}
    </Stack>
  );
}

const REENTRY = ['daily', 'always', 'never'] as const;

function Reentry({ draft, readOnly }: { draft: Draft; readOnly: boolean }) {
  const t = useT();
  const value = REENTRY.find((mode) => mode === draft.settings.reentry) ?? 'daily';
  return (
    <Select
      label={t('reentry')}
      data={REENTRY.map((mode) => ({ value: mode, label: t(`reentry_${mode}`) }))}
      value={value}
      disabled={readOnly}
      allowDeselect={false}
      onChange={(mode) => mode && draft.setSettings({ ...draft.settings, reentry: mode })}
    />
  );
}

interface Shortcuts {
  undo: () => void;
  redo: () => void;
  duplicate: () => void;
  copy: () => void;
  paste: () => void;
}

function useShortcuts(off: boolean, does: Shortcuts) {
  const latest = useRef(does);
  latest.current = does;
  useEffect(() => {
    if (off) return;
    const press = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement | null)?.closest(
        'input,textarea,select,[role=dialog]',
      );
      if (typing || !(event.ctrlKey || event.metaKey)) return;
      const name = event.key.toLowerCase();
      // Words that are marked are what Ctrl+C is meant for.
      if (name === 'c' && String(window.getSelection())) return;
      const does = latest.current;
      const action = {
        z: event.shiftKey ? does.redo : does.undo,
        y: does.redo,
        d: does.duplicate,
        c: does.copy,
        v: does.paste,
      }[name];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [off]);
}
