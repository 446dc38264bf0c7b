/** What can be put on the page. */

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { BLOCKS } from '../blocks';
import { useName } from '../inspector/words';
import { useT } from '../messages';
import type { TreeNode } from '../types';

export function Palette(props: {
  onAdd: (node: TreeNode) => void;
  onDrag: (node: TreeNode | null) => void;
}) {
  const t = useT();
  const name = useName();
  return (
    <Stack gap="xs">
      <Title order={2} fz="md">
        {t('palette')}
      </Title>
      <Text size="xs" c="dimmed">
        {t('paletteHint')}
      </Text>
      {(['sections', 'parts'] as const).map((group) => (
        <Stack gap={4} key={group}>
          <Text size="sm" fw={600}>
            {t(group)}
          </Text>
          <Group gap={4}>
            {Object.entries(BLOCKS[group]).map(([key, make]) => (
              <Button
                key={key}
                size="xs"
                variant="default"
                draggable
                onDragStart={() => props.onDrag(make())}
                onDragEnd={() => props.onDrag(null)}
                onClick={() => props.onAdd(make())}
              >
                {name(key)}
              </Button>
            ))}
          </Group>
        </Stack>
      ))}
    </Stack>
  );
}
