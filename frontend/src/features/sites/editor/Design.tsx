/** The page being designed: sections and blocks, canvas, settings of what is chosen. */

import { Box, Group, Loader, ScrollArea, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { loadPart } from '@/kit/renewal';
import { LinkTargetsProvider, useFocusAfter } from '@/ui';
import type { Work } from '../draft';
import { useT } from '../messages';
import { addNode, anchorsOf, walk } from '../tree';
import type { Tree, TreeNode } from '../types';
import { Layers } from './Layers';
import { PageFrame } from './PageFrame';
import { Palette } from './Palette';
import { Problems } from './Problems';
import type { Rendered } from './rendered';
import { Screens } from './Screens';
import { Side } from './Side';

const Canvas = lazy(() => loadPart(() => import('../Canvas')));

export function Design(props: { work: Work; rendered: Rendered; onSettings: () => void }) {
  const { work, rendered, onSettings } = props;
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const [selected, setSelected] = useState<string | null>(null);
  const [screen, setScreen] = useState('desktop');
  const [dragged, setDragged] = useState<TreeNode | null>(null);
  const { draft, change, mayEdit } = work;
  const { tree } = draft;
  const anchors = useMemo(() => anchorsOf(tree), [tree]);
  // The tools that were pressed may go, or move to another row of the list.
  const { list: place, focusNext } = useFocusAfter(tree);
  const edit = (next: Tree, node?: string) => change({ tree: next }, node);
  const layers = (detail?: ReactNode) => (
    <Layers
      tree={tree}
      selected={selected}
      onSelect={setSelected}
      onChange={edit}
      detail={detail}
    />
  );
  const palette = (
    <Palette
      onAdd={(node) => {
        const next = addNode(tree, node, selected);
        const before = new Set(walk(tree).map(({ id }) => id));
        edit(next);
        setSelected(walk(next).find(({ id }) => !before.has(id))?.id ?? null);
      }}
      onDrag={setDragged}
    />
  );
  const side = (
    <Side
      tree={tree}
      problems={rendered.problems}
      selected={selected}
      onChange={edit}
      onSelect={setSelected}
      onChanged={(id, focus) => {
        focusNext(focus);
        setSelected(id);
      }}
    />
  );
  const problems = (
    <Problems
      problems={rendered.problems}
      selected={selected}
      onSelect={setSelected}
      onSettings={onSettings}
    />
  );
  if (narrow && mayEdit) {
    return (
      <LinkTargetsProvider value={anchors}>
        <Stack p="sm" ref={place}>
          {problems}
          {layers(side)}
          {palette}
          {!selected && side}
        </Stack>
      </LinkTargetsProvider>
    );
  }
  if (!mayEdit) {
    return <Look html={rendered.html} screen={screen} onScreen={setScreen} />;
  }
  const height = 'calc(100dvh - 165px)';
  return (
    <LinkTargetsProvider value={anchors}>
      <Group gap={0} align="stretch" wrap="nowrap" h={height} ref={place}>
        <ScrollArea w={250} h={height} p="sm" style={{ flexShrink: 0 }}>
          <Stack>
            {layers()}
            {palette}
          </Stack>
        </ScrollArea>
        <Stack flex={1} miw={0} gap={0}>
          <Group justify="center" p={4}>
            <Screens value={screen} onChange={setScreen} />
          </Group>
          <Box flex={1} mih={0}>
            <Suspense fallback={<Loader m="xl" />}>
              <Canvas
                tree={tree}
                html={rendered.html}
                renderedFrom={rendered.from}
                selected={selected}
                onSelect={setSelected}
                onChange={edit}
                onUndo={work.undo}
                onRedo={work.redo}
                phone={screen === 'phone'}
                dragged={dragged}
              />
            </Suspense>
          </Box>
        </Stack>
        <ScrollArea w={320} h={height} p="sm" style={{ flexShrink: 0 }}>
          <Stack maw={296}>
            {problems}
            {side}
          </Stack>
        </ScrollArea>
      </Group>
    </LinkTargetsProvider>
  );
}

/** The page for those who may only look at it. */
function Look(props: { html: string; screen: string; onScreen: (screen: string) => void }) {
  const t = useT();
  const { html, screen, onScreen } = props;
  return (
    <Stack gap={0} align="center">
      <Text size="sm" c="dimmed" p="xs">
        {t('lookOnly')}
      </Text>
      <Box visibleFrom="sm" pb={4}>
        <Screens value={screen} onChange={onScreen} />
      </Box>
      <PageFrame html={html} screen={screen} height="calc(100dvh - 215px)" />
    </Stack>
  );
}
