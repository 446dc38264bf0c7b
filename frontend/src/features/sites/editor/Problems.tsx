/** What the server finds wrong with the page: a line for each kind, the whole sentence in place. */

import { Alert, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLanguage } from '@/kit/i18n';
import { useGo } from '@/ui';
import { useT } from '../messages';
import { kindsOf, nextPlace, type ProblemKind } from '../problems';
import type { Problem } from '../types';

interface ProblemsProps {
  problems: Problem[];
  selected: string | null;
  onSelect: (id: string) => void;
  onSettings: () => void;
}

/** How many problems there are, and one line for each kind; a click goes to where it is. */
export function Problems({ problems, selected, onSelect, onSettings }: ProblemsProps) {
  const t = useT();
  const go = useGo();
  if (problems.length === 0) return null;
  const serious = problems.some(({ severity }) => severity === 'error');
  const elsewhere: Record<string, () => void> = {
    seo_description: onSettings,
    seller_identity: () => go('/settings'),
    bank_missing: () => go('/settings'),
  };
  return (
    <Paper withBorder p="xs" role="region" aria-label={t('problems', { count: problems.length })}>
      <Text size="sm" fw={600} c={serious ? 'red.8' : '#ad3a06'} mb={2}>
        {t('problems', { count: problems.length })}
      </Text>
      <Stack gap={0}>
        {kindsOf(problems).map((kind) => {
          const next = nextPlace(kind.places, selected);
          const follow = elsewhere[kind.code] ?? (next ? () => onSelect(next) : undefined);
          return <Line key={kind.code} kind={kind} follow={follow} />;
        })}
      </Stack>
    </Paper>
  );
}

function Line({ kind, follow }: { kind: ProblemKind; follow: (() => void) | undefined }) {
  const t = useT();
  const { language } = useLanguage();
  const { words, first, places, serious } = kind;
  const Icon = serious ? IconCircleX : IconAlertTriangle;
  const line: ReactNode = (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Icon
        size={15}
        aria-hidden
        color={`var(--mantine-color-${serious ? 'red-7' : 'orange-7'})`}
        style={{ flexShrink: 0, marginTop: 2 }}
      />
      <Text size="xs" flex={1}>
        {words ? t(words) : first[language]}
        {places.length > 1 && ` · ${t('places', { count: places.length })}`}
      </Text>
      {follow && <IconChevronRight size={14} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />}
    </Group>
  );
  if (!follow) return <div style={{ paddingBlock: 3 }}>{line}</div>;
  return (
    <UnstyledButton py={3} onClick={follow} title={first[language]}>
      {line}
    </UnstyledButton>
  );
}

/** The server's whole sentences about what is chosen. */
export function ProblemsHere({ problems, node }: { problems: Problem[]; node: string }) {
  const { language } = useLanguage();
  const here = problems.filter(({ node_id }) => node_id === node);
  if (here.length === 0) return null;
  const serious = here.some(({ severity }) => severity === 'error');
  return (
    <Alert color={serious ? 'red' : 'orange'} p="xs">
      <Stack gap={4}>
        {here.map((problem) => (
          <Text key={`${problem.code} ${problem.en}`} size="xs">
            {problem[language]}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
