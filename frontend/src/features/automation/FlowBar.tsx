/** The head of a flow's screen: name, state, saving, problems, publishing. */

import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Menu,
  Popover,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowLeft,
  IconCopy,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconRocket,
  IconTrash,
} from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { ProblemError } from '@/api/problem';
import { useWorkspace } from '@/kit/workspace';
import {
  ConflictDialog,
  Dialog,
  InAppLink,
  useConfirm,
  useGo,
  useWorkspaceHref,
  useWrite,
} from '@/ui';
import { useFlowActions } from './actions';
import classes from './automation.module.css';
import { useWords } from './data';
import { findNode } from './graph';
import { useT } from './messages';
import { StateBadge } from './StateBadge';
import { kindLabel, summarize } from './summary';
import type { FlowFull, FlowProblem, Graph } from './types';
import type { Draft } from './useDraft';

interface FlowBarProps {
  draft: Draft;
  mayEdit: boolean;
  onMend: (problem: FlowProblem) => void;
  children: ReactNode;
}

export function FlowBar({ draft, mayEdit, onMend, children }: FlowBarProps) {
  const t = useT();
  const href = useWorkspaceHref();
  return (
    <header className={classes.bar}>
      <Group px="md" pt="xs" gap="sm" justify="space-between">
        <Group gap="xs" wrap="nowrap" flex="1 1 280px" miw={0}>
          <ActionIcon
            component={InAppLink}
            href={href('/flows')}
            variant="subtle"
            color="gray"
            aria-label={t('flows')}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
          <TextInput
            variant="unstyled"
            className={classes.name ?? ''}
            aria-label={t('flowName')}
            value={draft.name}
            readOnly={!mayEdit}
            maxLength={160}
            flex="1 1 auto"
            miw={80}
            onChange={(event) => draft.setName(event.currentTarget.value)}
          />
          <StateBadge state={draft.server.state} />
        </Group>
        <Group gap="xs">
          {mayEdit && <Saved draft={draft} />}
          <Problems draft={draft} onMend={onMend} />
          <Published draft={draft} />
          <Publish draft={draft} onMend={onMend} />
          <More draft={draft} />
        </Group>
      </Group>
      {children}
      <Conflict draft={draft} />
    </header>
  );
}

function Saved({ draft }: { draft: Draft }) {
  const t = useT();
  const words = { saved: 'savedNow', dirty: 'unsaved', saving: 'saving' } as const;
  if (draft.state === 'failed' || draft.state === 'conflict') {
    return (
      <Group gap={6} role="alert">
        <Text size="xs" c="red" title={draft.failure}>
          {t('saveFailed')}: {draft.failure}
        </Text>
        {draft.state === 'failed' && (
          <Button size="compact-xs" variant="light" onClick={() => void draft.flush()}>
            {t('retrySave')}
          </Button>
        )}
      </Group>
    );
  }
  return (
    <Text size="xs" c="dimmed" role="status" data-save={draft.state}>
      {t(words[draft.state])}
    </Text>
  );
}

interface ProblemListProps {
  problems: FlowProblem[];
  graph: Graph;
  onMend: (problem: FlowProblem) => void;
}

/** What is wrong and where; each line leads to its place. */
function ProblemList({ problems, graph, onMend }: ProblemListProps) {
  const t = useT();
  const words = useWords();
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {problems.map((problem) => {
        const node = findNode(graph, problem.node_id);
        return (
          <li key={`${problem.node_id}-${problem.field}-${problem.code}`}>
            <UnstyledButton
              className={classes.choice}
              w="100%"
              data-problem-of={problem.node_id}
              onClick={() => onMend(problem)}
            >
              <Text size="xs" c="dimmed">
                {node
                  ? `${kindLabel(node.kind, words)} · ${summarize(node, words)}`
                  : t('wholeFlow')}
              </Text>
              <Text size="sm" c={problem.severity === 'error' ? 'red' : 'orange'}>
                {problem.message}
              </Text>
            </UnstyledButton>
          </li>
        );
      })}
    </Stack>
  );
}

function Problems({ draft, onMend }: Pick<FlowBarProps, 'draft' | 'onMend'>) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const { problems, graph } = draft;
  if (problems.length === 0) return null;
  const serious = problems.some(isSerious);
  return (
    <Popover opened={opened} onChange={setOpened} width={380} position="bottom-end" withArrow>
      <Popover.Target>
        <Button
          size="xs"
          variant="light"
          color={serious ? 'red' : 'orange'}
          leftSection={<IconAlertTriangle size={15} />}
          onClick={() => setOpened(!opened)}
        >
          {t('problems', { count: problems.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        <ProblemList
          problems={problems}
          graph={graph}
          onMend={(problem) => {
            setOpened(false);
            onMend(problem);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Which version customers enter now, and since when. */
function Published({ draft: { server } }: Pick<FlowBarProps, 'draft'>) {
  const t = useT();
  const { dateTime } = useWorkspace();
  const { published_number: number, published_at } = server;
  if (number === null) return null;
  const since = published_at && t('versionSince', { number, at: dateTime(published_at) });
  return (
    <Badge variant="default" tt="none" title={since ?? undefined}>
      {t('versionNo', { number })}
    </Badge>
  );
}

function Publish({ draft, onMend }: Pick<FlowBarProps, 'draft' | 'onMend'>) {
  const t = useT();
  const confirm = useConfirm();
  const { api, key, can } = useWorkspace();
  const [refused, setRefused] = useState(false);
  const { server } = draft;
  const publish = useWrite<void, { version: number }>({
    run: () => api.post(`/flows/${server.id}/publish`),
    refresh: [key('flows', 'list'), key('flow-report')],
    done: (result) => t('published', { number: result.version }),
    onDone: (result) => {
      draft.setServer((now) => ({
        ...now,
        state: 'live',
        published_number: result.version,
        changed_since_publish: false,
      }));
      void draft.check();
    },
    onError: (error) => {
      const unready = error instanceof ProblemError && error.code === 'flow_not_ready';
      if (unready) void draft.check().then(() => setRefused(true));
      return unready;
    },
  });
  const checking = useRef(false);
  if (!can('flow.publish')) return null;
  const ask = async () => {
    if (checking.current) return;
    checking.current = true;
    const fresh = await draft.check();
    checking.current = false;
    if (!fresh) return;
    if (fresh.problems.some(isSerious)) {
      setRefused(true);
      return;
    }
    const next = (fresh.published_number ?? 0) + 1;
    confirm({
      title: t('publishTitle', { number: next }),
      body: (
        <Stack gap="xs">
          <Text size="sm">{t('publishBody', { number: next })}</Text>
          {fresh.state === 'paused' && <Text size="sm">{t('publishWakes')}</Text>}
          {fresh.active > 0 && <Text size="sm">{t('publishInside', { count: fresh.active })}</Text>}
          {fresh.problems.map((problem) => (
            <Text size="sm" c="orange" key={`${problem.node_id}-${problem.code}`}>
              {t('warning')}: {problem.message}
            </Text>
          ))}
        </Stack>
      ),
      action: t('publish'),
      onConfirm: () => publish.mutate(),
    });
  };
  const fresh =
    server.published_number === null || server.changed_since_publish || draft.state !== 'saved';
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconRocket size={15} />}
        loading={publish.isPending}
        disabled={!fresh}
        title={fresh ? undefined : t('upToDate')}
        onClick={() => void ask()}
      >
        {t('publish')}
      </Button>
      <Refused
        opened={refused}
        draft={draft}
        onClose={() => setRefused(false)}
        onMend={(problem) => {
          setRefused(false);
          onMend(problem);
        }}
      />
    </>
  );
}

interface RefusedProps extends Pick<FlowBarProps, 'draft' | 'onMend'> {
  opened: boolean;
  onClose: () => void;
}

function Refused({ opened, draft, onClose, onMend }: RefusedProps) {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('problemsBeforePublish')}>
      <ProblemList
        problems={draft.problems.filter(isSerious)}
        graph={draft.graph}
        onMend={onMend}
      />
    </Dialog>
  );
}

function isSerious(problem: FlowProblem): boolean {
  return problem.severity === 'error';
}

function More({ draft }: { draft: Draft }) {
  const t = useT();
  const go = useGo();
  const { can } = useWorkspace();
  const { server, setServer } = draft;
  const actions = useFlowActions(
    { id: server.id, name: draft.name, active: server.active },
    {
      turned: (state) => setServer((now) => ({ ...now, state })),
      gone: () => go('/flows', { replace: true }),
    },
  );
  if (!can('flow.edit')) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('moreActions', { name: draft.name })}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCopy size={16} />}
          onClick={() => void draft.flush().then((good) => good && actions.duplicate.mutate())}
        >
          {t('duplicate')}
        </Menu.Item>
        {can('flow.publish') && server.state === 'live' && (
          <Menu.Item
            leftSection={<IconPlayerPause size={16} />}
            onClick={() => void actions.askPause()}
          >
            {t('pause')}
          </Menu.Item>
        )}
        {can('flow.publish') && server.state === 'paused' && (
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} />}
            onClick={() => void actions.askResume()}
          >
            {t('resume')}
          </Menu.Item>
        )}
        {can('flow.delete') && (
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() => void actions.askDelete()}
          >
            {t('deleteFlow')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Somebody else saved first: take theirs, or keep ours beside it. */
function Conflict({ draft }: { draft: Draft }) {
  const t = useT();
  const go = useGo();
  const { api, key, dateTime } = useWorkspace();
  const keep = useWrite<void, FlowFull>({
    run: () =>
      api.post<FlowFull>('/flows', {
        name: t('copyName', { name: draft.name.slice(0, 110), at: dateTime(new Date()) }),
        graph: draft.graph,
        settings: draft.settings,
      }),
    refresh: [key('flows', 'list')],
    done: t('duplicated'),
    onDone: (copy) => go(`/flows/${copy.id}`),
  });
  return (
    <ConflictDialog
      opened={draft.state === 'conflict'}
      title={t('conflictTitle')}
      body={t('conflictBody')}
      ways={[
        { label: t('conflictCopy'), take: () => keep.mutateAsync() },
        { label: t('conflictReload'), take: draft.reload },
      ]}
    />
  );
}
