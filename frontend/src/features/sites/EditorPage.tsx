/** One page: its design, settings, history and what visitors sent. */

import {
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Box,
  Button,
  Group,
  Loader,
  Modal,
  Paper,
  ScrollArea,
  SegmentedControl,
  Stack,
  Switch,
  Tabs,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowDown,
  IconArrowForwardUp,
  IconArrowLeft,
  IconArrowUp,
  IconCopy,
  IconEye,
  IconGripVertical,
  IconTrash,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useBlocker, useParams } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { Copyable, QueryView, useConfirm, useUi, useWrite, WLink } from '@/ui';
import { BLOCKS } from './blocks';
import { type Draft, useDraft } from './draft';
import { Inspector, Picture, ThemePanel } from './Inspector';
import { useT, wordKey } from './messages';
import { SubmissionsTab } from './SubmissionsTab';
import {
  addNode,
  duplicateNode,
  findNode,
  moveNode,
  moveSection,
  removeNode,
  titleOf,
  updateNode,
  walk,
} from './tree';
import type { PageDetail, PageRow, Problem, Revision, Tree, TreeNode } from './types';

const Canvas = lazy(() => import('./Canvas'));

export default function EditorPage() {
  const { pageId = '' } = useParams({ strict: false }) as { pageId?: string };
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('page-edit', pageId),
    queryFn: () => api.get<PageDetail>(`/pages/${pageId}`),
    // The editor owns its draft; opening it again reads the page again.
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
  });
  return <QueryView query={query}>{(page) => <Editor key={page.id} page={page} />}</QueryView>;
}

interface Preview {
  html: string;
  problems: Problem[];
}
interface Rendered extends Preview {
  from: Tree;
}

/** The draft as the server renders it, a moment after the last change. */
function useRendered(pageId: string, { tree, seo }: Draft, first: Problem[]): Rendered {
  const { api } = useWorkspace();
  const [rendered, setRendered] = useState<Rendered>({ html: '', problems: first, from: tree });
  useEffect(() => {
    let current = true;
    const timer = window.setTimeout(async () => {
      try {
        const body = { tree, seo, editing: true };
        const result = await api.post<Preview>(`/pages/${pageId}/preview`, body);
        if (current) setRendered({ ...result, from: tree });
      } catch {
        // The save that follows says what is wrong; the canvas keeps its last good look.
      }
    }, 150);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [api, pageId, tree, seo]);
  return rendered;
}

type Work = ReturnType<typeof useDraft>;

function Editor({ page }: { page: PageDetail }) {
  const t = useT();
  const work = useDraft(page);
  const { draft, state, undo, redo } = work;
  const [tab, setTab] = useState('design');
  const rendered = useRendered(page.id, draft, page.problems);
  const pending = state !== 'saved' && work.mayEdit;
  useBlocker({
    shouldBlockFn: () => pending && !window.confirm(t('leave')),
    enableBeforeUnload: pending,
  });
  useHotkeys([
    ['mod+Z', undo],
    ['mod+shift+Z', redo],
    ['mod+Y', redo],
    ['mod+S', () => void work.save()],
  ]);
  useEffect(() => {
    document.title = `${draft.name} · Donbay`;
  }, [draft.name]);
  return (
    <Stack gap={0} style={{ minHeight: 'calc(100dvh - 60px)' }}>
      <Bar page={page} work={work} rendered={rendered} />
      {work.failure && (
        <Alert color="red" radius={0} role="alert">
          {work.failure}
        </Alert>
      )}
      <Tabs
        value={tab}
        onChange={(next) => setTab(next ?? 'design')}
        keepMounted={false}
        style={{ flex: 1, display: 'flex', flexDirection: 'column' }}
      >
        <Tabs.List aria-label={t('viewOf')}>
          <Tabs.Tab value="design">{t('tabDesign')}</Tabs.Tab>
          <Tabs.Tab value="settings">{t('tabSettings')}</Tabs.Tab>
          <Tabs.Tab value="history">{t('tabHistory')}</Tabs.Tab>
          <Tabs.Tab value="submissions">{t('tabSubmissions')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="design" style={{ flex: 1 }}>
          <Design work={work} rendered={rendered} onSettings={() => setTab('settings')} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" p="md">
          <PageSettings work={work} />
        </Tabs.Panel>
        <Tabs.Panel value="history" p="md">
          <History pageId={page.id} work={work} />
        </Tabs.Panel>
        <Tabs.Panel value="submissions" p="md">
          <SubmissionsTab pageId={page.id} />
        </Tabs.Panel>
      </Tabs>
      <Conflict work={work} />
    </Stack>
  );
}

function Bar({ page, work, rendered }: { page: PageDetail; work: Work; rendered: Rendered }) {
  const t = useT();
  const { can } = useWorkspace();
  const { state, saved } = work;
  const colour = { saved: 'teal', dirty: 'orange', saving: 'blue', failed: 'red' }[state];
  return (
    <Group px="md" py="xs" gap="sm" justify="space-between">
      <Group gap="sm" miw={0}>
        <WLink to="/pages" size="sm">
          <IconArrowLeft size={14} aria-hidden /> {t('pages')}
        </WLink>
        <Title order={1} fz="lg">
          {work.draft.name}
        </Title>
        <Badge color={colour} variant="light" tt="none" role="status">
          {t(`save_${state}`)}
        </Badge>
        {saved.url && (
          <Anchor href={saved.url} target="_blank" rel="noopener" size="sm">
            {t('openLive')}
          </Anchor>
        )}
      </Group>
      <Group gap="xs">
        {work.mayEdit && (
          <>
            <Tool label={t('undo')} icon={IconArrowBackUp} off={!work.canUndo} use={work.undo} />
            <Tool label={t('redo')} icon={IconArrowForwardUp} off={!work.canRedo} use={work.redo} />
          </>
        )}
        <PreviewButton page={page} work={work} />
        {can('page.publish') && <Publish page={page} work={work} problems={rendered.problems} />}
      </Group>
    </Group>
  );
}

function Tool(props: { label: string; icon: typeof IconCopy; off?: boolean; use: () => void }) {
  const Icon = props.icon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={props.label}
      title={props.label}
      disabled={props.off ?? false}
      onClick={props.use}
    >
      <Icon size={17} />
    </ActionIcon>
  );
}

function PreviewButton({ page, work }: { page: PageDetail; work: Work }) {
  const t = useT();
  const ui = useUi();
  const { api } = useWorkspace();
  const [html, setHtml] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [screen, setScreen] = useState('desktop');
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { tree, seo } = work.draft;
  const open = useWrite<void, Preview>({
    run: () => api.post<Preview>(`/pages/${page.id}/preview`, { tree, seo, editing: false }),
    onDone: (result) => setHtml(result.html),
  });
  return (
    <>
      <Button
        ref={button}
        variant="default"
        size="sm"
        leftSection={<IconEye size={16} />}
        loading={open.isPending}
        onClick={() => open.mutate()}
      >
        {t('preview')}
      </Button>
      <Modal
        opened={html !== null}
        onClose={() => setHtml(null)}
        // A loading button is off and loses the focus, so the dialog cannot find its way back.
        onExitTransitionEnd={() => button.current?.focus()}
        title={t('preview')}
        fullScreen
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        <Stack align="center" gap="sm">
          {!narrow && <Screens value={screen} onChange={setScreen} />}
          <iframe
            title={t('frame')}
            srcDoc={html ?? ''}
            sandbox=""
            style={{
              width: screen === 'phone' ? 'min(390px, 100%)' : '100%',
              height: 'calc(100dvh - 150px)',
              border: '1px solid var(--mantine-color-default-border)',
            }}
          />
        </Stack>
      </Modal>
    </>
  );
}

function Screens(props: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('screen')}
      data={[
        { value: 'desktop', label: t('desktop') },
        { value: 'phone', label: t('phone') },
      ]}
      value={props.value}
      onChange={props.onChange}
    />
  );
}

function Publish(props: { page: PageDetail; work: Work; problems: Problem[] }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const { page, work, problems } = props;
  const [url, setUrl] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const publish = useWrite<void, PageRow | null>({
    run: async () => {
      if (work.state !== 'saved' && !(await work.save())) return null;
      return api.post<PageRow>(`/pages/${page.id}/publish`);
    },
    refresh: [key('pages')],
    onDone: (row) => {
      if (!row) return;
      work.setSaved({ ...work.saved, ...row });
      setUrl(row.url ?? null);
    },
  });
  const blocked = problems.some(({ severity }) => severity === 'error');
  return (
    <>
      <Button
        ref={button}
        size="sm"
        loading={publish.isPending}
        color={blocked ? 'orange' : 'lever'}
        onClick={() => publish.mutate()}
      >
        {t('publish')}
      </Button>
      <Modal
        opened={url !== null}
        onClose={() => setUrl(null)}
        onExitTransitionEnd={() => button.current?.focus()}
        title={t('publishedTitle')}
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        <Stack>
          <Text>{t('publishedLead')}</Text>
          <Copyable value={url ?? ''} />
          <Button component="a" href={url ?? ''} target="_blank" rel="noopener">
            {t('openLive')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

function Conflict({ work }: { work: Work }) {
  const t = useT();
  return (
    <Modal
      opened={work.conflict}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('conflictTitle')}
    >
      <Stack>
        <Text size="sm">{t('conflictBody')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void work.takeTheirs()}>
            {t('takeTheirs')}
          </Button>
          <Button onClick={() => void work.keepMine()}>{t('keepMine')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Design(props: { work: Work; rendered: Rendered; onSettings: () => void }) {
  const { work, rendered, onSettings } = props;
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const [selected, setSelected] = useState<string | null>(null);
  const [screen, setScreen] = useState('desktop');
  const [dragged, setDragged] = useState<TreeNode | null>(null);
  const { draft, change, mayEdit } = work;
  const { tree } = draft;
  const edit = (next: Tree, node?: string) => change({ tree: next }, node);
  const layers = (detail?: ReactNode) => (
    <Layers
      tree={tree}
      selected={selected}
      onSelect={setSelected}
      onChange={edit}
      mayEdit={mayEdit}
      detail={detail}
    />
  );
  const panels = {
    palette: (
      <Palette
        onAdd={(node) => {
          const next = addNode(tree, node, selected);
          const before = new Set(walk(tree).map(({ id }) => id));
          edit(next);
          setSelected(walk(next).find(({ id }) => !before.has(id))?.id ?? null);
        }}
        onDrag={setDragged}
      />
    ),
  };
  const side = (
    <fieldset disabled={!mayEdit} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <Side tree={tree} selected={selected} onChange={edit} onSelect={setSelected} />
    </fieldset>
  );
  const problems = (
    <Problems problems={rendered.problems} onSelect={setSelected} onSettings={onSettings} />
  );
  if (narrow) {
    return (
      <Stack p="sm">
        {problems}
        {layers(side)}
        {mayEdit && panels.palette}
        {!selected && side}
      </Stack>
    );
  }
  const height = 'calc(100dvh - 165px)';
  return (
    <Group gap={0} align="stretch" wrap="nowrap" h={height}>
      {mayEdit && (
        <ScrollArea w={250} h={height} p="sm" style={{ flexShrink: 0 }}>
          <Stack>
            {layers()}
            {panels.palette}
          </Stack>
        </ScrollArea>
      )}
      <Stack flex={1} miw={0} gap={0}>
        <Group justify="center" p={4}>
          <Screens value={screen} onChange={setScreen} />
        </Group>
        <Box flex={1} mih={0} style={{ pointerEvents: mayEdit ? 'auto' : 'none' }}>
          <Suspense fallback={<Loader m="xl" />}>
            <Canvas
              tree={tree}
              html={rendered.html}
              renderedFrom={rendered.from}
              selected={selected}
              onSelect={setSelected}
              onChange={edit}
              onUndo={work.undo}
              onRedo={work.redo}
              phone={screen === 'phone'}
              dragged={dragged}
            />
          </Suspense>
        </Box>
      </Stack>
      <ScrollArea w={320} h={height} p="sm" style={{ flexShrink: 0 }}>
        <Stack maw={296}>
          {problems}
          {side}
        </Stack>
      </ScrollArea>
    </Group>
  );
}

function Problems(props: {
  problems: Problem[];
  onSelect: (id: string) => void;
  onSettings: () => void;
}) {
  const t = useT();
  const { language } = useLanguage();
  const { problems, onSelect, onSettings } = props;
  if (problems.length === 0) return null;
  const serious = problems.some(({ severity }) => severity === 'error');
  return (
    <Alert
      color={serious ? 'red' : 'orange'}
      title={t('problems', { count: problems.length })}
      p="sm"
    >
      <Stack gap={4} align="flex-start">
        {problems.map((problem) => {
          const key = `${problem.node_id} ${problem.code} ${problem.en}`;
          const go = problem.node_id
            ? () => onSelect(problem.node_id)
            : { seo_description: onSettings }[problem.code];
          if (problem.code === 'seller_identity') {
            return (
              <WLink key={key} to="/settings" size="sm">
                {problem[language]}
              </WLink>
            );
          }
          return go ? (
            <Anchor key={key} component="button" type="button" size="sm" ta="left" onClick={go}>
              {problem[language]}
            </Anchor>
          ) : (
            <Text key={key} size="sm">
              {problem[language]}
            </Text>
          );
        })}
      </Stack>
    </Alert>
  );
}

function useName() {
  const t = useT();
  return (type: string) => t(wordKey('n', type) ?? 'n_unknown');
}

function Side(props: {
  tree: Tree;
  selected: string | null;
  onChange: (tree: Tree, node?: string) => void;
  onSelect: (id: string | null) => void;
}) {
  const t = useT();
  const name = useName();
  const { tree, selected, onChange, onSelect } = props;
  const node = findNode(tree, selected);
  if (!node) {
    return (
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('nothingChosen')}
        </Text>
        <Title order={2} fz="md">
          {t('theme')}
        </Title>
        <ThemePanel
          theme={tree.theme ?? {}}
          onChange={(theme) => onChange({ ...tree, theme }, 'theme')}
        />
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} fz="md">
          {name(node.type)}
        </Title>
        <NodeTools node={node} tree={tree} onChange={onChange} onSelect={onSelect} />
      </Group>
      <Inspector
        node={node}
        onChange={(patch) => onChange(updateNode(tree, node.id, patch), node.id)}
      />
      <Inside node={node} onSelect={onSelect} />
    </Stack>
  );
}

/** What stands inside a container, to reach it without the canvas. */
function Inside({ node, onSelect }: { node: TreeNode; onSelect: (id: string) => void }) {
  const name = useName();
  if (!node.children?.length) return null;
  return (
    <Stack gap={4}>
      {node.children.map((child) => (
        <Button
          key={child.id}
          size="xs"
          variant="default"
          justify="flex-start"
          onClick={() => onSelect(child.id)}
        >
          {name(child.type)}: {titleOf(child)}
        </Button>
      ))}
    </Stack>
  );
}

function NodeTools(props: {
  node: TreeNode;
  tree: Tree;
  onChange: (tree: Tree) => void;
  onSelect: (id: string | null) => void;
}) {
  const t = useT();
  const { node, tree, onChange, onSelect } = props;
  if (['header', 'footer'].includes(node.type)) return null;
  const copy = () => {
    const made = duplicateNode(tree, node.id);
    onChange(made.tree);
    onSelect(made.id);
  };
  const drop = () => {
    onChange(removeNode(tree, node.id));
    onSelect(null);
  };
  const words = titleOf(node) || node.id;
  const tools = [
    { label: t('moveUp'), icon: IconArrowUp, use: () => onChange(moveNode(tree, node.id, -1)) },
    { label: t('moveDown'), icon: IconArrowDown, use: () => onChange(moveNode(tree, node.id, 1)) },
    { label: t('duplicate'), icon: IconCopy, use: copy },
    { label: t('remove'), icon: IconTrash, use: drop },
  ];
  return (
    <Group gap={0} wrap="nowrap">
      {tools.map(({ label, icon, use }) => (
        <Tool key={label} label={`${label}: ${words}`} icon={icon} use={use} />
      ))}
    </Group>
  );
}

function Layers(props: {
  tree: Tree;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onChange: (tree: Tree) => void;
  mayEdit: boolean;
  /** Where there is no room beside the list, the chosen node's settings open below its row. */
  detail?: ReactNode;
}) {
  const t = useT();
  const name = useName();
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const { tree, selected, onSelect, onChange, mayEdit, detail } = props;
  const nodes = [...(tree.header ? [tree.header] : []), ...tree.sections, tree.footer];
  const drop = (to: string) => {
    if (dragged) onChange(moveSection(tree, dragged, to));
    setDragged(null);
    setOver(null);
  };
  return (
    <Stack gap={4}>
      <Title order={2} fz="md">
        {t('layers')}
      </Title>
      {tree.sections.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noSections')}
        </Text>
      )}
      {nodes.map((node) => {
        const section = node.type === 'section';
        const on = selected !== null && contains(node, selected);
        const whole = node.id === selected;
        const words = (section && titleOf(node)) || name(node.type);
        return (
          <Paper
            withBorder
            key={node.id}
            p={4}
            data-layer={node.id}
            draggable={section && mayEdit && !detail}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(node.id);
            }}
            onDragOver={(event) => {
              if (!dragged || !section) return;
              event.preventDefault();
              setOver(node.id);
            }}
            onDragEnd={() => drop('')}
            onDrop={() => drop(node.id)}
            style={
              over === node.id && dragged !== node.id
                ? { borderColor: 'var(--mantine-color-lever-6)', borderStyle: 'dashed' }
                : {}
            }
          >
            <Group gap={2} wrap="nowrap">
              {section && mayEdit && !detail && (
                <IconGripVertical size={14} aria-hidden style={{ cursor: 'grab', flexShrink: 0 }} />
              )}
              <Button
                flex={1}
                miw={0}
                size="xs"
                px={6}
                variant={on ? 'light' : 'subtle'}
                color={on ? 'lever' : 'gray'}
                justify="flex-start"
                aria-pressed={whole}
                title={words}
                onClick={() => onSelect(whole ? null : node.id)}
              >
                {words}
              </Button>
            </Group>
            {on && section && mayEdit && !(detail && whole) && (
              <Group justify="flex-end">
                <NodeTools node={node} tree={tree} onChange={onChange} onSelect={onSelect} />
              </Group>
            )}
            {on && detail && (
              <Box p="xs" mt={4}>
                {detail}
              </Box>
            )}
          </Paper>
        );
      })}
    </Stack>
  );
}

function contains(node: TreeNode, id: string): boolean {
  return node.id === id || (node.children ?? []).some((child) => contains(child, id));
}

function Palette(props: {
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

function PageSettings({ work }: { work: Work }) {
  const t = useT();
  const { draft, change, mayEdit } = work;
  const { seo } = draft;
  const set = (patch: Partial<Draft['seo']>) => change({ seo: { ...seo, ...patch } });
  return (
    <fieldset disabled={!mayEdit} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <Stack maw={560}>
        <TextInput
          label={t('pageName')}
          value={draft.name}
          maxLength={160}
          required
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('slug')}
          description={t('slugHint')}
          value={draft.slug}
          maxLength={60}
          leftSection="/"
          onChange={(event) => change({ slug: event.currentTarget.value.toLowerCase() })}
        />
        <Title order={2} fz="md">
          {t('seo')}
        </Title>
        <TextInput
          label={t('seoTitle')}
          value={seo.title}
          maxLength={300}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('seoDescription')}
          value={seo.description}
          maxLength={300}
          autosize
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Picture label={t('seoImage')} value={seo.image} onChange={(image) => set({ image })} />
        <Switch
          label={t('noindex')}
          checked={seo.noindex}
          onChange={(event) => set({ noindex: event.currentTarget.checked })}
        />
      </Stack>
    </fieldset>
  );
}

function History({ pageId, work }: { pageId: string; work: Work }) {
  const t = useT();
  const { api, key, dateTime } = useWorkspace();
  const confirm = useConfirm();
  const query = useQuery({
    queryKey: key('page-revisions', pageId, work.saved.version),
    queryFn: () => api.get<Revision[]>(`/pages/${pageId}/revisions`),
  });
  const restore = useWrite<number, PageDetail>({
    run: (number) => api.post<PageDetail>(`/pages/${pageId}/revisions/${number}/restore`),
    done: t('restored'),
    onDone: work.adopt,
  });
  return (
    <QueryView query={query}>
      {(revisions) => (
        <Stack maw={640} gap="xs">
          {revisions.length === 0 && <Text c="dimmed">{t('noHistory')}</Text>}
          {revisions.map(({ number, name, saved_by, saved_at, published }) => (
            <Paper withBorder p="sm" key={number}>
              <Group justify="space-between">
                <Box>
                  <Text fw={500}>
                    {number}. {name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t('savedBy', { name: saved_by || '–', at: dateTime(saved_at) })}
                  </Text>
                </Box>
                <Group gap="xs">
                  {published && (
                    <Badge variant="light" tt="none">
                      {t('wasPublished')}
                    </Badge>
                  )}
                  {work.mayEdit && (
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() =>
                        confirm({
                          title: t('restoreTitle', { number }),
                          body: t('restoreBody'),
                          action: t('restore'),
                          onConfirm: () => restore.mutate(number),
                        })
                      }
                    >
                      {t('restore')}
                    </Button>
                  )}
                </Group>
              </Group>
            </Paper>
          ))}
        </Stack>
      )}
    </QueryView>
  );
}
