/** The searchable menu of triggers and steps. */

import { Group, Modal, Stack, Text, TextInput, ThemeIcon, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '@/kit/i18n';
import { useUi } from '@/ui';
import classes from './automation.module.css';
import { useKinds } from './data';
import { colorOf, iconOf } from './icons';
import { type MessageKey, messages, useT } from './messages';
import type { Kind } from './types';

interface AddStepProps {
  opened: boolean;
  /** Triggers cannot come behind a step. */
  only: 'trigger' | 'step' | 'any';
  /** Whether what ends a way may be chosen; between two steps it would cut off the second. */
  ending: boolean;
  title: string;
  onClose: () => void;
  onPick: (kind: string) => void;
}

export function AddStep({ opened, only, ending, title, onClose, onPick }: AddStepProps) {
  const ui = useUi();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <Choices only={only} ending={ending} onPick={onPick} />
    </Modal>
  );
}

/** The kinds that may be added there. */
export function offeredKinds<K extends { outlets: string[] }>(
  triggers: readonly K[],
  steps: readonly K[],
  only: AddStepProps['only'],
  ending: boolean,
): K[] {
  const kinds = [...(only === 'step' ? [] : triggers), ...(only === 'trigger' ? [] : steps)];
  return kinds.filter(({ outlets }) => ending || outlets.length > 0);
}

const GROUPS = ['trigger', 'message', 'logic', 'customer', 'other'] as const;

function Choices({ only, ending, onPick }: Pick<AddStepProps, 'only' | 'ending' | 'onPick'>) {
  const t = useT();
  const { language } = useLanguage();
  const { triggers, steps } = useKinds();
  const [search, setSearch] = useState('');
  const offered = offeredKinds(triggers, steps, only, ending);
  const found = offered.filter((kind) => plain(kind[language]).includes(plain(search)));
  const first = found[0];
  return (
    <Stack gap="sm">
      <TextInput
        data-autofocus
        aria-label={t('searchSteps')}
        placeholder={t('searchSteps')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first) onPick(first.kind);
        }}
      />
      {found.length === 0 && <Text c="dimmed">{t('noSteps')}</Text>}
      {GROUPS.map((group) => {
        const inside = found.filter((kind) => groupOf(kind) === group);
        if (inside.length === 0) return null;
        return (
          <Stack key={group} gap={2}>
            <Text size="xs" fw={600} c="dimmed">
              {t(`group_${group}`)}
            </Text>
            {inside.map((kind) => (
              <Choice key={kind.kind} kind={kind} onPick={onPick} />
            ))}
          </Stack>
        );
      })}
    </Stack>
  );
}

function Choice({ kind, onPick }: { kind: Kind; onPick: (kind: string) => void }) {
  const { language } = useLanguage();
  const t = useT();
  const Icon = iconOf(kind.kind, kind);
  const hint = `hint_${kind.kind.replace('.', '_')}`;
  return (
    <UnstyledButton
      className={classes.choice}
      onClick={() => onPick(kind.kind)}
      data-kind={kind.kind}
    >
      <Group gap="sm" wrap="nowrap">
        <ThemeIcon variant="light" color={colorOf(kind.kind, kind)}>
          <Icon size={17} stroke={1.7} />
        </ThemeIcon>
        <div>
          <Text size="sm">{kind[language]}</Text>
          {hint in messages.vi && (
            <Text size="xs" c="dimmed">
              {t(hint as MessageKey)}
            </Text>
          )}
        </div>
      </Group>
    </UnstyledButton>
  );
}

function groupOf(kind: Kind): (typeof GROUPS)[number] {
  return GROUPS.find((group) => group === kind.group) ?? 'other';
}

/** Search without accents: `cho` finds `Chờ`. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase()
    .trim();
}
