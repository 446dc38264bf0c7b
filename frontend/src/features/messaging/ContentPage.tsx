import {
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Button,
  Grid,
  Group,
  List,
  Menu,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { formErrors, ProblemError } from '@/api/problem';
import { useWorkspace } from '@/kit/workspace';
import {
  ConflictDialog,
  Editable,
  LeaveGuard,
  Page,
  Picker,
  QueryView,
  useConfirmLoss,
  useFocusAfter,
  useGo,
  useUi,
  useWrite,
} from '@/ui';
import { BlockEditor, MergeTextInput } from './BlockEditor';
import { useT } from './messages';
import { SendTest, type TestOf } from './SendTest';
import { BLOCK_TYPES, duplicateBlock, moveBlock, newBlock, withIds } from './tree';
import { type Block, type Content, type ContentProblem, PURPOSES, type Purpose } from './types';

export default function ContentPage() {
  const { contentId = '' } = useParams({ strict: false }) as { contentId?: string };
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('contents', contentId),
    queryFn: () => api.get<Content>(`/contents/${contentId}`),
    // The editor owns its draft: a refetch behind its back would only waste the work.
    refetchOnWindowFocus: false,
  });
  return (
    <QueryView query={query}>
      {(content) => <Editor key={content.id} content={content} reload={query.refetch} />}
    </QueryView>
  );
}

interface Draft {
  name: string;
  subject: string;
  preview: string;
  purpose: Purpose;
  blocks: Block[];
}

function draftOf(content: Content): Draft {
  const { name, subject, preview, purpose, tree } = content;
  return { name, subject, preview, purpose, blocks: withIds(tree.blocks) };
}

/** What a test of the draft holds, saved or not. */
function testOf(base: Content, { name: _, blocks, ...rest }: Draft): TestOf {
  return { ...rest, tree: { ...base.tree, blocks } };
}

function Editor({ content, reload }: { content: Content; reload: () => Promise<unknown> }) {
  const t = useT();
  const ui = useUi();
  const { api, key, can } = useWorkspace();
  const [draft, setDraft] = useState(() => draftOf(content));
  const [saved, setSaved] = useState(content);
  const [dirty, setDirty] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState(false);
  const change = (patch: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...patch }));
    setDirty(true);
  };
  const save = useWrite<Content, Content>({
    run: (base) => {
      const { blocks, ...rest } = draft;
      return api.put<Content>(`/contents/${content.id}`, {
        ...rest,
        tree: { ...base.tree, blocks },
        base_version: base.version,
      });
    },
    refresh: [key('contents', 'list'), key('contents', 'pick'), key('content-preview')],
    done: t('savedContent'),
    onDone: (result) => {
      setSaved(result);
      setDirty(false);
      setErrors({});
    },
    onError: (error) => {
      setErrors(formErrors(error));
      const changed = error instanceof ProblemError && error.status === 409;
      setConflict(changed);
      return changed;
    },
  });
  const saveNow = () =>
    save.mutateAsync(saved).then(
      () => true,
      () => false,
    );
  const takeNew = async () => {
    const fresh = await api.get<Content>(`/contents/${content.id}`);
    setSaved(fresh);
    setDraft(draftOf(fresh));
    setDirty(false);
    setConflict(false);
    await reload();
  };
  const keepMine = async () => {
    setConflict(false);
    await save.mutateAsync(await api.get<Content>(`/contents/${content.id}`));
  };
  const mayEdit = can('content.edit');
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  // Saving by key works while a field is being written too.
  useHotkeys([['mod+S', () => void (mayEdit && dirty && saveNow())]], [], true);
  const saveButton = (
    <Button onClick={() => void saveNow()} loading={save.isPending} disabled={!dirty}>
      {ui('save')}
    </Button>
  );
  return (
    <Page
      title={draft.name}
      back={{ to: '/contents', label: t('contents') }}
      actions={
        <>
          {dirty && !narrow && (
            <Badge color="orange" variant="light" tt="none" size="lg">
              {t('unsaved')}
            </Badge>
          )}
          {can('content.delete') && <Delete content={saved} />}
          {mayEdit && !narrow && saveButton}
        </>
      }
    >
      <LeaveGuard pending={dirty} save={saveNow} />
      <ConflictDialog
        opened={conflict}
        title={t('conflictTitle')}
        body={t('conflictBody')}
        ways={[
          { label: t('takeTheirs'), take: takeNew },
          { label: t('keepMine'), take: keepMine },
        ]}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Editable allowed={mayEdit}>
            <Stack>
              <Paper withBorder p="lg">
                <Stack gap="sm">
                  <TextInput
                    label={t('contentName')}
                    value={draft.name}
                    maxLength={160}
                    error={errors.name}
                    onChange={(event) => change({ name: event.currentTarget.value })}
                  />
                  <MergeTextInput
                    label={t('subject')}
                    value={draft.subject}
                    maxLength={300}
                    error={errors.subject}
                    onChange={(subject) => change({ subject })}
                  />
                  <MergeTextInput
                    label={t('previewLine')}
                    description={t('previewLineHint')}
                    value={draft.preview}
                    maxLength={300}
                    error={errors.preview}
                    onChange={(preview) => change({ preview })}
                  />
                  <Select
                    label={t('purpose')}
                    description={t(`purposeHint_${draft.purpose}`)}
                    data={PURPOSES.map((item) => ({ value: item, label: t(`purpose_${item}`) }))}
                    value={draft.purpose}
                    onChange={(next) => next && change({ purpose: next as Purpose })}
                    allowDeselect={false}
                  />
                </Stack>
              </Paper>
              <Blocks
                blocks={draft.blocks}
                errors={errors}
                onChange={(blocks) => change({ blocks })}
              />
            </Stack>
          </Editable>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Preview content={saved} dirty={dirty} draft={testOf(saved, draft)} />
        </Grid.Col>
      </Grid>
      {narrow && mayEdit && dirty && (
        // A mail is long on a phone: saving is in reach wherever one is.
        <Paper
          withBorder
          shadow="md"
          p="xs"
          style={{ position: 'sticky', bottom: 8, zIndex: 10 }}
          role="region"
          aria-label={t('unsaved')}
        >
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{t('unsaved')}</Text>
            {saveButton}
          </Group>
        </Paper>
      )}
    </Page>
  );
}

function Delete({ content }: { content: Content }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const confirm = useConfirmLoss('content');
  const go = useGo();
  const remove = useWrite({
    run: () => api.delete(`/contents/${content.id}`),
    refresh: [key('contents', 'list'), key('contents', 'pick')],
    done: t('deleted'),
    onDone: () => go('/contents', { replace: true }),
  });
  return (
    <Button
      variant="subtle"
      color="red"
      loading={remove.isPending}
      leftSection={<IconTrash size={16} />}
      onClick={() =>
        void confirm(content.id, {
          title: t('deleteTitle', { name: content.name }),
          body: t('deleteBody'),
          loss: t('deleteLoss'),
          action: t('deleteContent'),
          danger: true,
          onConfirm: () => remove.mutate(undefined),
        })
      }
    >
      {t('deleteContent')}
    </Button>
  );
}

/** What one writes into first. */
const FIELD = ':is(input, textarea, [contenteditable])';

function Blocks(props: {
  blocks: Block[];
  errors: Record<string, string>;
  onChange: (blocks: Block[]) => void;
}) {
  const t = useT();
  const { blocks, errors, onChange } = props;
  // What is moved, made or gone takes the keyboard's place with it; it is put where work goes on.
  const { list, focusNext } = useFocusAfter(blocks);
  const at = (index: number, what: string) => `[data-block-at="${index}"] ${what}`;
  const change = (next: Block[], ...focus: string[]) => {
    focusNext(...focus);
    onChange(next);
  };
  const move = (index: number, step: -1 | 1) => {
    const tool = step < 0 ? 'up' : 'down';
    const other = step < 0 ? 'down' : 'up';
    const to = index + step;
    change(
      moveBlock(blocks, index, step),
      at(to, `[data-tool=${tool}]:enabled`),
      at(to, `[data-tool=${other}]`),
    );
  };
  return (
    <Stack gap="sm" ref={list}>
      <Title order={2}>{t('blocks')}</Title>
      {blocks.length === 0 && <Text c="dimmed">{t('noBlocks')}</Text>}
      {blocks.map((block, index) => {
        const found = Object.entries(errors).find(([path]) =>
          path.startsWith(`tree.blocks.${index}.`),
        );
        return (
          <Paper
            withBorder
            p="md"
            key={block.id}
            data-block={block.type}
            data-block-at={index}
            role="group"
            aria-label={t('blockAt', { number: index + 1, name: t(`block_${block.type}`) })}
          >
            <Group justify="space-between" mb={block.type === 'divider' ? 0 : 'xs'}>
              <Text fw={600} size="sm">
                {t(`block_${block.type}`)}
              </Text>
              <Group gap={2}>
                <Tool
                  label={t('moveUp')}
                  icon={IconArrowUp}
                  disabled={index === 0}
                  tool="up"
                  onUse={() => move(index, -1)}
                />
                <Tool
                  label={t('moveDown')}
                  icon={IconArrowDown}
                  disabled={index === blocks.length - 1}
                  tool="down"
                  onUse={() => move(index, 1)}
                />
                <Tool
                  label={t('duplicate')}
                  icon={IconCopy}
                  tool="copy"
                  onUse={() =>
                    change(duplicateBlock(blocks, index), at(index + 1, '[data-tool=copy]'))
                  }
                />
                <Tool
                  label={t('remove')}
                  icon={IconTrash}
                  tool="remove"
                  onUse={() =>
                    change(
                      blocks.filter((_, place) => place !== index),
                      at(index, '[data-tool=remove]'),
                      '[data-tool=add]',
                    )
                  }
                />
              </Group>
            </Group>
            <BlockEditor
              block={block}
              onChange={(next) =>
                onChange(blocks.map((old, place) => (place === index ? next : old)))
              }
            />
            {found && (
              <Text size="sm" c="red" mt="xs" role="alert">
                {found[1]}
              </Text>
            )}
          </Paper>
        );
      })}
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button
            data-tool="add"
            variant="light"
            leftSection={<IconPlus size={16} />}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('addBlock')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {BLOCK_TYPES.map((type) => (
            <Menu.Item
              key={type}
              onClick={() =>
                change(
                  [...blocks, newBlock(type)],
                  at(blocks.length, FIELD),
                  at(blocks.length, '[data-tool=remove]'),
                )
              }
            >
              {t(`block_${type}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

function Tool(props: {
  label: string;
  tool: string;
  icon: typeof IconCopy;
  onUse: () => void;
  disabled?: boolean;
}) {
  const Icon = props.icon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={props.label}
      data-tool={props.tool}
      disabled={props.disabled ?? false}
      onClick={props.onUse}
    >
      <Icon size={16} />
    </ActionIcon>
  );
}

interface Rendered {
  subject: string;
  html: string;
  text: string;
  problems: ContentProblem[];
}

function Preview(props: { content: Content; dirty: boolean; draft: TestOf }) {
  const { content, dirty, draft } = props;
  const t = useT();
  const { api, key, can } = useWorkspace();
  const [customer, setCustomer] = useState<string | null>(null);
  const [width, setWidth] = useState('desktop');
  const query = useQuery({
    queryKey: key('content-preview', content.id, content.version, customer),
    queryFn: () => api.post<Rendered>(`/contents/${content.id}/preview`, { customer_id: customer }),
  });
  return (
    <Stack gap="sm" style={{ position: 'sticky', top: 72 }}>
      <Group justify="space-between" align="flex-end">
        <div style={{ flex: '1 1 220px' }}>
          <Picker
            kind="customer"
            label={t('previewFor')}
            value={customer}
            onChange={(id) => setCustomer(id)}
          />
        </div>
        <SegmentedControl
          aria-label={t('preview')}
          data={[
            { value: 'desktop', label: t('desktop') },
            { value: 'phone', label: t('phone') },
          ]}
          value={width}
          onChange={setWidth}
        />
        {can('content.edit') && (
          <SendTest contentId={content.id} draft={draft} customer={customer} />
        )}
      </Group>
      {dirty && (
        <Text size="sm" c="dimmed">
          {t('previewStale')}
        </Text>
      )}
      <QueryView query={query}>
        {(rendered) => (
          <>
            <Problems problems={rendered.problems} blocks={content.tree.blocks} />
            <Paper withBorder style={{ overflow: 'hidden' }}>
              <Text
                fw={600}
                p="sm"
                bg="var(--mantine-color-gray-1)"
                style={{ overflowWrap: 'anywhere' }}
              >
                {rendered.subject || t('noSubject')}
              </Text>
              <iframe
                title={t('frameTitle')}
                srcDoc={rendered.html}
                sandbox=""
                style={{
                  width: width === 'phone' ? 'min(375px, 100%)' : '100%',
                  height: '65vh',
                  border: 0,
                  display: 'block',
                  margin: '0 auto',
                }}
              />
            </Paper>
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function Problems({ problems, blocks }: { problems: ContentProblem[]; blocks: Block[] }) {
  const t = useT();
  if (problems.length === 0) return null;
  const serious = problems.some((problem) => problem.severity === 'error');
  return (
    <Alert color={serious ? 'red' : 'orange'} title={t('problems')}>
      <List size="sm">
        {problems.map((problem) => (
          <List.Item key={`${problem.pointer}-${problem.code}-${problem.message}`}>
            <Where pointer={problem.pointer} blocks={blocks} />
            {problem.message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** The place of a problem, leading there. */
function Where({ pointer, blocks }: { pointer: string; blocks: Block[] }) {
  const t = useT();
  if (pointer === '/subject') return `${t('subject')}: `;
  if (pointer === '/preview') return `${t('previewLine')}: `;
  const at = Number(/^\/tree\/blocks\/(\d+)/.exec(pointer)?.[1] ?? Number.NaN);
  const block = blocks[at];
  if (!block) return null;
  const show = () => {
    const place = document.querySelector<HTMLElement>(`[data-block-at="${at}"]`);
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector<HTMLElement>(FIELD)?.focus({ preventScroll: true });
  };
  return (
    <>
      <Anchor component="button" type="button" size="sm" c="inherit" td="underline" onClick={show}>
        {t('blockAt', { number: at + 1, name: t(`block_${block.type}`) })}
      </Anchor>
      {': '}
    </>
  );
}
