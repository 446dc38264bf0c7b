/** The page's sections in order. */

import { Box, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFocusAfter } from '@/ui';
import { useName } from '../inspector/words';
import { useT } from '../messages';
import { moveSection, titleOf } from '../tree';
import type { Tree, TreeNode } from '../types';
import { NodeTools } from './NodeTools';

export function Layers(props: {
  tree: Tree;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onChange: (tree: Tree) => void;
  /** Where there is no room beside the list, the chosen node's settings open below its row. */
  detail?: ReactNode;
}) {
  const t = useT();
  const name = useName();
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const { tree, selected, onSelect, onChange, detail } = props;
  const nodes = [...(tree.header ? [tree.header] : []), ...tree.sections, tree.footer];
  const drop = (to: string) => {
    if (dragged) onChange(moveSection(tree, dragged, to));
    setDragged(null);
    setOver(null);
  };
  // A copy or deletion takes the pressed button away: the keyboard goes on at the next section.
  const { list, focusNext } = useFocusAfter(tree);
  return (
    <Stack gap={4} ref={list}>
      <Title order={2} fz="md">
        {t('layers')}
      </Title>
      {tree.sections.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noSections')}
        </Text>
      )}
      {nodes.map((node, at) => {
        const section = node.type === 'section';
        const on = selected !== null && contains(node, selected);
        const whole = node.id === selected;
        const words = (section && titleOf(node)) || name(node.type);
        return (
          <Paper
            withBorder
            key={node.id}
            p={4}
            data-layer={node.id}
            draggable={section && !detail}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(node.id);
            }}
            onDragOver={(event) => {
              if (!dragged || !section) return;
              event.preventDefault();
              setOver(node.id);
            }}
            onDragEnd={() => drop('')}
            onDrop={() => drop(node.id)}
            style={
              over === node.id && dragged !== node.id
                ? { borderColor: 'var(--mantine-color-lever-6)', borderStyle: 'dashed' }
                : {}
            }
          >
            <Group gap={2} wrap="nowrap">
              {section && !detail && (
                <IconGripVertical size={14} aria-hidden style={{ cursor: 'grab', flexShrink: 0 }} />
              )}
              <Button
                flex={1}
                miw={0}
                size="xs"
                px={6}
                variant={on ? 'light' : 'subtle'}
                color={on ? 'lever' : 'gray'}
                justify="flex-start"
                aria-pressed={whole}
                title={words}
                onClick={() => onSelect(whole ? null : node.id)}
              >
                {words}
              </Button>
            </Group>
            {on && section && !(detail && whole) && (
              <Group justify="flex-end">
                <NodeTools
                  node={node}
                  tree={tree}
                  onChange={onChange}
                  onSelect={(id) => {
                    const next = id ?? (nodes[at + 1] ?? nodes[at - 1])?.id;
                    if (next) focusNext(`[data-layer="${next}"] button`);
                    onSelect(id);
                  }}
                />
              </Group>
            )}
            {on && detail && <Detail of={selected}>{detail}</Detail>}
          </Paper>
        );
      })}
    </Stack>
  );
}

function contains(node: TreeNode, id: string): boolean {
  return node.id === id || (node.children ?? []).some((child) => contains(child, id));
}

/** The settings of what is chosen, brought into view when they open elsewhere on the screen. */
function Detail({ of, children }: { of: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another place
  useEffect(() => {
    const top = place.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > window.innerHeight * 0.7) place.current?.scrollIntoView();
  }, [of]);
  return (
    <Box ref={place} p="xs" mt={4} style={{ scrollMarginTop: 72 }}>
      {children}
    </Box>
  );
}
