/** Unsaved work: asking before it is left behind, and choosing when somebody else saved first. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { Dialog } from './dialog';
import { useUi } from './messages';

interface LeaveGuardProps {
  /** Whether something is not saved. */
  pending: boolean;
  /** What may make asking needless: true lets the person go. */
  first?: () => Promise<boolean>;
  /** Offered in the dialog: true when everything is saved. */
  save?: () => Promise<boolean>;
}

/** Stand between unsaved work and the way out of the screen. */
export function LeaveGuard({ pending, first, save }: LeaveGuardProps) {
  const ui = useUi();
  const [saving, setSaving] = useState(false);
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: async () => pending && !(await first?.()),
    enableBeforeUnload: pending,
    withResolver: true,
  });
  const saveAndGo = async () => {
    setSaving(true);
    const good = await save?.();
    setSaving(false);
    if (good) proceed?.();
    else reset?.();
  };
  return (
    <Dialog opened={status === 'blocked'} onClose={() => reset?.()} title={ui('leaveTitle')}>
      <Stack>
        <Text size="sm">{ui('leaveBody')}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="red" onClick={() => proceed?.()}>
            {ui('leaveDrop')}
          </Button>
          <Button variant="default" data-autofocus={!save || undefined} onClick={() => reset?.()}>
            {ui('leaveStay')}
          </Button>
          {save && (
            <Button data-autofocus loading={saving} onClick={() => void saveAndGo()}>
              {ui('leaveSave')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

interface Way {
  label: string;
  take: () => Promise<unknown>;
}

/** Let a person choose between two states of a thing; there is no third way out. */
export function ConflictDialog(props: {
  opened: boolean;
  title: string;
  body: string;
  /** The less wanted way, then the one to take when in doubt. */
  ways: [Way, Way];
}) {
  const { opened, title, body, ways } = props;
  const [taking, setTaking] = useState<number | null>(null);
  const take = async (at: 0 | 1) => {
    setTaking(at);
    try {
      await ways[at].take();
    } finally {
      setTaking(null);
    }
  };
  return (
    <Dialog
      opened={opened}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={title}
    >
      <Stack>
        <Text size="sm">{body}</Text>
        <Group justify="flex-end" gap="xs">
          {([0, 1] as const).map((at) => (
            <Button
              key={at}
              variant={at === 0 ? 'default' : 'filled'}
              loading={taking === at}
              disabled={taking !== null && taking !== at}
              onClick={() => void take(at)}
            >
              {ways[at].label}
            </Button>
          ))}
        </Group>
      </Stack>
    </Dialog>
  );
}
