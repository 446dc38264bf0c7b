/** The flow as a list of steps, for narrow screens. */

import { Badge, Button, Group, Stack, Text, ThemeIcon, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconPlus } from '@tabler/icons-react';
import classes from './automation.module.css';
import { useKinds, useWords } from './data';
import { type Place, readingOrder } from './graph';
import { colorOf, iconOf } from './icons';
import { useT } from './messages';
import { kindLabel, outletLabel, summarize } from './summary';
import type { FlowProblem, Graph } from './types';

interface StepListProps {
  graph: Graph;
  problems: FlowProblem[];
  readOnly: boolean;
  onSelect: (id: string) => void;
  onAdd: (place: Place) => void;
}

export function StepList({ graph, problems, readOnly, onSelect, onAdd }: StepListProps) {
  const t = useT();
  const words = useWords();
  const { outletsOf } = useKinds();
  return (
    <ol className={classes.steps}>
      {readingOrder(graph, outletsOf).map(({ node, depth, outlet }) => {
        const spec = words.kinds.get(node.kind);
        const Icon = iconOf(node.kind, spec);
        const wrong = problems.filter((problem) => problem.node_id === node.id);
        const serious = wrong.some((problem) => problem.severity === 'error');
        const outlets = outletsOf(node.kind);
        return (
          <li key={node.id} style={{ marginLeft: Math.min(depth, 4) * 16, marginBottom: 8 }}>
            <Stack gap={6}>
              {outlet && (
                <Badge variant="light" color="orange" tt="none" size="sm">
                  {outletLabel(outlet, t)}
                </Badge>
              )}
              <UnstyledButton
                className={classes.step}
                data-step={node.id}
                data-problem={serious || undefined}
                onClick={() => onSelect(node.id)}
              >
                <Group gap="sm" wrap="nowrap">
                  <ThemeIcon variant="light" color={colorOf(node.kind, spec)} size={34}>
                    <Icon size={19} stroke={1.7} />
                  </ThemeIcon>
                  <div style={{ minWidth: 0, flex: 1 }}>
                    <Text size="xs" c="dimmed">
                      {kindLabel(node.kind, words)}
                    </Text>
                    <Text size="sm" fw={500}>
                      {summarize(node, words)}
                    </Text>
                    {wrong[0] && (
                      <Text size="xs" c={serious ? 'red' : 'orange'}>
                        {wrong[0].message}
                      </Text>
                    )}
                  </div>
                  {serious && (
                    <IconAlertCircle size={18} color="var(--mantine-color-red-6)" aria-hidden />
                  )}
                </Group>
              </UnstyledButton>
              {!readOnly && (
                <Group gap={6}>
                  {outlets.map((name) => (
                    <Button
                      key={name}
                      size="compact-xs"
                      variant="subtle"
                      leftSection={<IconPlus size={13} />}
                      data-add={`${node.id}.${name}`}
                      onClick={() => onAdd({ from: node.id, outlet: name })}
                    >
                      {outlets.length > 1
                        ? `${t('addStep')}: ${outletLabel(name, t)}`
                        : t('addStep')}
                    </Button>
                  ))}
                </Group>
              )}
            </Stack>
          </li>
        );
      })}
    </ol>
  );
}
