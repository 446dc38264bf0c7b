/** What is to be set at the chosen node; without one, what concerns the whole flow. */

import {
  ActionIcon,
  Alert,
  Box,
  Button,
  Group,
  Menu,
  Select,
  Stack,
  Text,
  ThemeIcon,
} from '@mantine/core';
import { IconCopy, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useUi } from '@/ui';
import classes from './automation.module.css';
import { useWords } from './data';
import { EmailPreview } from './EmailPreview';
import { findNode, type Place, waysOn } from './graph';
import { colorOf, iconOf } from './icons';
import { useT } from './messages';
import { StepFields } from './StepFields';
import { kindLabel, outletLabel, summarize } from './summary';
import type { FlowNode, FlowProblem, Graph } from './types';

export interface PanelProps {
  graph: Graph;
  node: FlowNode;
  problems: FlowProblem[];
  readOnly: boolean;
  onConfig: (config: Record<string, unknown>) => void;
  onKind: (kind: string) => void;
  /** Delete the node; who led to it then leads to what was behind the outlet `keep`. */
  onDelete: (keep?: string) => void;
  onDuplicate: () => void;
  onClose: () => void;
  onAdd: (place: Place) => void;
  onConnect: (place: Place, to: string | null) => void;
}

export function Panel(props: PanelProps) {
  const { node, readOnly, onClose } = props;
  const t = useT();
  const ui = useUi();
  const words = useWords();
  const spec = words.kinds.get(node.kind);
  const Icon = iconOf(node.kind, spec);
  const problems = props.problems.filter((problem) => problem.node_id === node.id);
  return (
    <Stack p="md" gap="md" data-panel={node.id}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <ThemeIcon variant="light" size="lg" color={colorOf(node.kind, spec)}>
            <Icon size={19} stroke={1.7} />
          </ThemeIcon>
          <Box miw={0}>
            <Text fw={600}>{kindLabel(node.kind, words)}</Text>
            <Text size="xs" c="dimmed">
              {summarize(node, words)}
            </Text>
          </Box>
        </Group>
        <ActionIcon variant="subtle" color="gray" aria-label={ui('close')} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </Group>
      <NodeProblems problems={problems} />
      <fieldset disabled={readOnly} className={classes.fields}>
        <Stack gap="md">
          <StepFields
            key={node.id}
            node={node}
            config={node.config}
            onChange={props.onConfig}
            onKind={props.onKind}
            errorOf={(field) =>
              problems.find((item) => item.field === field && item.severity === 'error')?.message
            }
          />
        </Stack>
      </fieldset>
      {node.kind === 'send_email' && typeof node.config.content_id === 'string' && (
        <EmailPreview contentId={node.config.content_id} />
      )}
      <fieldset disabled={readOnly} className={classes.fields}>
        <Stack gap="md">
          <Ways {...props} />
          {!readOnly && (
            <Group gap="xs">
              <Button
                size="xs"
                variant="default"
                leftSection={<IconCopy size={14} />}
                onClick={props.onDuplicate}
              >
                {t('duplicateNode')}
              </Button>
              <Delete graph={props.graph} node={node} onDelete={props.onDelete} />
            </Group>
          )}
        </Stack>
      </fieldset>
    </Stack>
  );
}

/** Deleting; where two ways part, one says which of them goes on. */
function Delete({ graph, node, onDelete }: Pick<PanelProps, 'graph' | 'node' | 'onDelete'>) {
  const t = useT();
  const words = useWords();
  const order = words.kinds.get(node.kind)?.outlets ?? [];
  const ways = waysOn(graph, node.id).sort(
    (one, other) => order.indexOf(one.outlet) - order.indexOf(other.outlet),
  );
  const parts = ways.length > 1;
  const button = (
    <Button
      size="xs"
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={14} />}
      {...(parts ? {} : { onClick: () => onDelete() })}
    >
      {t('deleteNode')}
    </Button>
  );
  if (!parts) return button;
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {ways.map(({ outlet, to }) => {
          const next = findNode(graph, to);
          return (
            <Menu.Item key={outlet} onClick={() => onDelete(outlet)}>
              {t('deleteKeep', { outlet: outletLabel(outlet, t) })}
              <Text size="xs" c="dimmed">
                {next ? summarize(next, words) : ''}
              </Text>
            </Menu.Item>
          );
        })}
        <Menu.Item color="red" onClick={() => onDelete()}>
          {t('deleteKeepNone')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NodeProblems({ problems }: { problems: FlowProblem[] }) {
  const t = useT();
  if (problems.length === 0) return null;
  const serious = problems.some((problem) => problem.severity === 'error');
  return (
    <Alert
      color={serious ? 'red' : 'orange'}
      title={serious ? t('problemsTitle') : t('warning')}
      p="sm"
    >
      <Stack gap={4}>
        {problems.map((problem) => (
          <Text size="sm" key={`${problem.code}-${problem.field}`}>
            {problem.message}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

/** Where the node leads: connections without dragging. */
function Ways({ graph, node, readOnly, onAdd, onConnect }: PanelProps) {
  const t = useT();
  const words = useWords();
  const outlets = words.kinds.get(node.kind)?.outlets ?? [];
  const steps = graph.nodes.filter(
    (item) => item.id !== node.id && words.kinds.get(item.kind)?.group !== 'trigger',
  );
  if (outlets.length === 0) return null;
  return (
    <Stack gap="xs">
      {outlets.map((outlet) => {
        const edge = graph.edges.find((item) => item.from === node.id && item.outlet === outlet);
        const label =
          outlets.length > 1 ? `${t('leadsTo')} (${outletLabel(outlet, t)})` : t('leadsTo');
        return (
          <Group key={outlet} gap={4} align="flex-end" wrap="nowrap">
            <Select
              flex={1}
              label={label}
              data={steps.map((item) => ({ value: item.id, label: summarize(item, words) }))}
              value={findNode(graph, edge?.to ?? null)?.id ?? null}
              placeholder={t('leadsNowhere')}
              clearable={!readOnly}
              onChange={(to) => onConnect({ from: node.id, outlet }, to)}
            />
            {!readOnly && (
              <ActionIcon
                variant="light"
                size={36}
                aria-label={t('addStep')}
                onClick={() => onAdd({ from: node.id, outlet })}
              >
                <IconPlus size={16} />
              </ActionIcon>
            )}
          </Group>
        );
      })}
    </Stack>
  );
}
