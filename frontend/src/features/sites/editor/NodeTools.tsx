/** Move, copy and delete a node. */

import { ActionIcon, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconTrash } from '@tabler/icons-react';
import { useT } from '../messages';
import { duplicateNode, moveNode, removeNode, titleOf } from '../tree';
import type { Tree, TreeNode } from '../types';

export function Tool(props: {
  label: string;
  icon: typeof IconCopy;
  off?: boolean;
  name?: string;
  use: () => void;
}) {
  const Icon = props.icon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={props.label}
      title={props.label}
      disabled={props.off ?? false}
      data-tool={props.name}
      onClick={props.use}
    >
      <Icon size={17} />
    </ActionIcon>
  );
}

export function NodeTools(props: {
  node: TreeNode;
  tree: Tree;
  onChange: (tree: Tree) => void;
  onSelect: (id: string | null) => void;
}) {
  const t = useT();
  const { node, tree, onChange, onSelect } = props;
  if (['header', 'footer'].includes(node.type)) return null;
  const copy = () => {
    const made = duplicateNode(tree, node.id);
    onChange(made.tree);
    onSelect(made.id);
  };
  const drop = () => {
    onChange(removeNode(tree, node.id));
    onSelect(null);
  };
  const words = titleOf(node) || node.id;
  const tools = [
    {
      key: 'up',
      label: t('moveUp'),
      icon: IconArrowUp,
      use: () => onChange(moveNode(tree, node.id, -1)),
    },
    {
      key: 'down',
      label: t('moveDown'),
      icon: IconArrowDown,
      use: () => onChange(moveNode(tree, node.id, 1)),
    },
    { key: 'copy', label: t('duplicate'), icon: IconCopy, use: copy },
    { key: 'remove', label: t('remove'), icon: IconTrash, use: drop },
  ];
  return (
    <Group gap={0} wrap="nowrap">
      {tools.map(({ key, label, icon, use }) => (
        <Tool key={key} name={key} label={`${label}: ${words}`} icon={icon} use={use} />
      ))}
    </Group>
  );
}
