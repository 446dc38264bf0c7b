/** Settings of what is chosen, or colours and letters of the page. */

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Inspector } from '../inspector/Inspector';
import { ThemePanel } from '../inspector/ThemePanel';
import { useName } from '../inspector/words';
import { useT } from '../messages';
import { beside, findNode, titleOf, updateNode } from '../tree';
import type { Problem, Tree, TreeNode } from '../types';
import { NodeTools } from './NodeTools';
import { ProblemsHere } from './Problems';

export function Side(props: {
  tree: Tree;
  problems: Problem[];
  selected: string | null;
  onChange: (tree: Tree, node?: string) => void;
  onSelect: (id: string | null) => void;
  /** Choose what a copy or deletion leaves; `focus` is where in here the keyboard goes on. */
  onChanged: (id: string | null, focus: string) => void;
}) {
  const t = useT();
  const name = useName();
  const { tree, problems, selected, onChange, onSelect, onChanged } = props;
  const node = findNode(tree, selected);
  if (!node) {
    return (
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('nothingChosen')}
        </Text>
        <Title order={2} fz="md" tabIndex={-1} data-side="title">
          {t('theme')}
        </Title>
        <ThemePanel
          theme={tree.theme ?? {}}
          onChange={(theme) => onChange({ ...tree, theme }, 'theme')}
        />
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap" data-side="head">
        <Title order={2} fz="md" tabIndex={-1} data-side="title">
          {name(node.type)}
        </Title>
        <NodeTools
          node={node}
          tree={tree}
          onChange={onChange}
          onSelect={(id) =>
            id === null
              ? onChanged(beside(tree, node.id), '[data-side="title"]')
              : onChanged(id, '[data-side="head"] [data-tool="copy"]')
          }
        />
      </Group>
      <ProblemsHere problems={problems} node={node.id} />
      <Inside node={node} onSelect={onSelect} />
      <Inspector
        node={node}
        onChange={(patch) => onChange(updateNode(tree, node.id, patch), node.id)}
      />
    </Stack>
  );
}

/** What stands inside a container, to reach it without the canvas. */
function Inside({ node, onSelect }: { node: TreeNode; onSelect: (id: string) => void }) {
  const name = useName();
  if (!node.children?.length) return null;
  return (
    <Stack gap={4}>
      {node.children.map((child) => (
        <Button
          key={child.id}
          size="xs"
          variant="default"
          justify="flex-start"
          onClick={() => onSelect(child.id)}
        >
          {name(child.type)}: {titleOf(child)}
        </Button>
      ))}
    </Stack>
  );
}
