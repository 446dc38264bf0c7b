/** What opens over a screen to fill something in, and the lines that say a thing's facts. */

import { Group, Modal, type ModalProps, Text } from '@mantine/core';
import { useUi } from './messages';

/** A dialog with a title and a close button that has a name. */
export function Dialog(props: Omit<ModalProps, 'closeButtonProps'>) {
  const ui = useUi();
  return <Modal {...props} closeButtonProps={{ 'aria-label': ui('close') }} />;
}

/** One fact of a record: what it is at the left, its value at the right, a dash for none. */
export function Fact({ label, value }: { label: string; value: string | null | undefined }) {
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
      <Text size="sm" c="dimmed" style={{ flexShrink: 0 }}>
        {label}
      </Text>
      <Text size="sm" ta="right" style={{ overflowWrap: 'anywhere' }}>
        {value || '–'}
      </Text>
    </Group>
  );
}
