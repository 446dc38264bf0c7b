/** Move an item of a list up or down, or take it out. */

import { ActionIcon, Group, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useT } from '../messages';

export function ListTools<T>(props: {
  items: T[];
  at: number;
  name: string;
  onChange: (items: T[]) => void;
}) {
  const t = useT();
  const { items, at, name, onChange } = props;
  const swap = (to: number) => {
    const item = items[at];
    if (item !== undefined) onChange(items.toSpliced(at, 1).toSpliced(to, 0, item));
  };
  const tools = [
    { label: t('moveUp'), icon: IconArrowUp, off: at === 0, use: () => swap(at - 1) },
    {
      label: t('moveDown'),
      icon: IconArrowDown,
      off: at === items.length - 1,
      use: () => swap(at + 1),
    },
    {
      label: t('remove'),
      icon: IconTrash,
      off: false,
      use: () => onChange(items.toSpliced(at, 1)),
    },
  ];
  return (
    <Group justify="space-between" mb={4}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Group gap={2}>
        {tools.map(({ label, icon: Icon, off, use }) => (
          <ActionIcon
            key={label}
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`${label}: ${name}`}
            disabled={off}
            onClick={use}
          >
            <Icon size={14} />
          </ActionIcon>
        ))}
      </Group>
    </Group>
  );
}
