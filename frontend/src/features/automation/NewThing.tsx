/** Make what a step needs by its name alone, without leaving the flow. */

import { Button, Group, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import { useUi, useWrite } from '@/ui';
import { type MessageKey, useT } from './messages';

interface NewThingProps {
  permission: string;
  words: Record<'button' | 'name' | 'done', MessageKey>;
  /** The most letters a name may have. */
  longest: number;
  /** What is asked anew once there is one more. */
  refresh: string;
  make: (name: string) => Promise<{ id: string }>;
  onCreated: (id: string) => void;
}

export function NewThing(props: NewThingProps) {
  const { permission, words, longest, refresh, make, onCreated } = props;
  const t = useT();
  const ui = useUi();
  const { key, can } = useWorkspace();
  const [name, setName] = useState<string | null>(null);
  const create = useWrite<string, { id: string }>({
    run: make,
    refresh: [key(refresh)],
    done: t(words.done),
    onDone: ({ id }) => {
      setName(null);
      onCreated(id);
    },
  });
  if (!can(permission)) return null;
  if (name === null) {
    return (
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => setName('')}
      >
        {t(words.button)}
      </Button>
    );
  }
  return (
    <form
      style={{ width: '100%' }}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(name.trim());
      }}
    >
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label={t(words.name)}
          value={name}
          maxLength={longest}
          flex={1}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
          {t('create')}
        </Button>
        <Button variant="subtle" color="gray" px="xs" onClick={() => setName(null)}>
          {ui('cancel')}
        </Button>
      </Group>
    </form>
  );
}
