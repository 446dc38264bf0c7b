/** The head of a flow's screen: name, state, saving, problems, publishing. */

import {
  ActionIcon,
  Badge,
  Button,
  Group,
  List,
  Menu,
  Modal,
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
import { type ReactNode, useState } from 'react';
import { ProblemError } from '@/api/problem';
import { useWorkspace } from '@/kit/workspace';
import { InAppLink, useConfirm, useGo, useUi, useWorkspaceHref, useWrite } from '@/ui';
import { useFlowActions } from './actions';
import classes from './automation.module.css';
import { useWords } from './data';
import { findNode } from './graph';
import { useT } from './messages';
import { StateBadge } from './StateBadge';
import { summarize } from './summary';
import type { FlowFull, FlowProblem } from './types';
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
          <Publish draft={draft} />
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

function Problems({ draft, onMend }: Pick<FlowBarProps, 'draft' | 'onMend'>) {
  const t = useT();
  const words = useWords();
  const [opened, setOpened] = useState(false);
  const { problems, graph } = draft;
  if (problems.length === 0) return null;
  const serious = problems.some((problem) => problem.severity === 'error');
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
        <Stack gap="xs" role="list">
          {problems.map((problem) => {
            const node = findNode(graph, problem.node_id);
            return (
              <UnstyledButton
                key={`${problem.node_id}-${problem.field}-${problem.code}`}
                role="listitem"
                className={classes.choice}
                data-problem-of={problem.node_id}
                onClick={() => {
                  setOpened(false);
                  onMend(problem);
                }}
              >
                <Text size="xs" c="dimmed">
                  {node ? summarize(node, words) : t('wholeFlow')}
                </Text>
                <Text size="sm" c={problem.severity === 'error' ? 'red' : 'orange'}>
                  {problem.message}
                </Text>
              </UnstyledButton>
            );
          })}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Publish({ draft }: { draft: Draft }) {
  const t = useT();
  const confirm = useConfirm();
  const { api, key, can } = useWorkspace();
  const [refused, setRefused] = useState<string[]>([]);
  const { server } = draft;
  const next = (server.published_number ?? 0) + 1;
  const publish = useWrite<void, { version: number }>({
    run: () => api.post(`/flows/${server.id}/publish`),
    refresh: [key('flows', 'list'), key('flow-report')],
    done: (result) => t('published', { number: result.version }),
    onDone: (result) =>
      draft.setServer((now) => ({
        ...now,
        state: 'live',
        published_number: result.version,
        changed_since_publish: false,
      })),
    onError: (error) => {
      const found = error instanceof ProblemError ? error.fields.map((item) => item.message) : [];
      setRefused(found);
      return found.length > 0;
    },
  });
  if (!can('flow.publish')) return null;
  const ask = async () => {
    if (!(await draft.flush())) return;
    confirm({
      title: t('publishTitle', { number: next }),
      body: (
        <Stack gap="xs">
          <Text size="sm">{t('publishBody', { number: next })}</Text>
          {next > 1 && <Text size="sm">{t('publishInside')}</Text>}
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
      {server.published_number !== null && (
        <Badge variant="default" tt="none">
          {t('versionNo', { number: server.published_number })}
        </Badge>
      )}
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
      <Refused messages={refused} onClose={() => setRefused([])} />
    </>
  );
}

function Refused({ messages, onClose }: { messages: string[]; onClose: () => void }) {
  const t = useT();
  const ui = useUi();
  return (
    <Modal
      opened={messages.length > 0}
      onClose={onClose}
      title={t('problemsBeforePublish')}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <List size="sm">
        {[...new Set(messages)].map((message) => (
          <List.Item key={message}>{message}</List.Item>
        ))}
      </List>
    </Modal>
  );
}

function More({ draft }: { draft: Draft }) {
  const t = useT();
  const go = useGo();
  const { can } = useWorkspace();
  const { server, setServer } = draft;
  const actions = useFlowActions({ id: server.id, name: draft.name }, () =>
    go('/flows', { replace: true }),
  );
  if (!can('flow.edit')) return null;
  const turn = (state: FlowFull['state'], action: typeof actions.pause) =>
    action.mutate(undefined, { onSuccess: () => setServer((now) => ({ ...now, state })) });
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
            onClick={() => turn('paused', actions.pause)}
          >
            {t('pause')}
          </Menu.Item>
        )}
        {can('flow.publish') && server.state === 'paused' && (
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} />}
            onClick={() => turn('live', actions.resume)}
          >
            {t('resume')}
          </Menu.Item>
        )}
        {can('flow.delete') && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={actions.askDelete}>
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
    <Modal
      opened={draft.state === 'conflict'}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('conflictTitle')}
    >
      <Stack>
        <Text size="sm">{t('conflictBody')}</Text>
        <Group justify="flex-end">
          <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>
            {t('conflictCopy')}
          </Button>
          <Button onClick={() => void draft.reload()}>{t('conflictReload')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
