import {
  ActionIcon,
  Anchor,
  Badge,
  Box,
  Button,
  Group,
  Menu,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconCopy,
  IconDots,
  IconExternalLink,
  IconLayout,
  IconPlus,
  IconTrash,
  IconWorldOff,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLanguage } from '@/kit/i18n';
import { formatNumber } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import {
  DataList,
  Dialog,
  Page,
  Picker,
  QueryView,
  SearchBox,
  useConfirmLoss,
  useCursorList,
  useGo,
  useUi,
  useUrlState,
  useWrite,
} from '@/ui';
import { useT } from './messages';
import type { PageDetail, PageFigures, PageRow, Template } from './types';

export default function PagesPage() {
  const t = useT();
  const ui = useUi();
  const { can, dateTime } = useWorkspace();
  const [filters, setFilters, clear] = useUrlState({ q: '' });
  const [adding, add] = useDisclosure(false);
  const list = useCursorList<PageRow>('pages', '/pages', { q: filters.q });
  const figures = usePageFigures();
  const figure = (row: PageRow, key: 'views' | 'leads' | 'orders') =>
    figures ? formatNumber(figures.get(row.id)?.[key] ?? 0) : '–';
  const button = can('page.edit') && (
    <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
      {t('newPage')}
    </Button>
  );
  return (
    <Page title={t('pages')} description={t('pagesLead')} actions={button}>
      <Group>
        <SearchBox value={filters.q} onChange={(q) => setFilters({ q })} />
      </Group>
      <DataList
        label={t('pages')}
        query={list}
        rowKey={(row) => row.id}
        rowTo={(row) => `/pages/${row.id}`}
        filtered={filters.q !== ''}
        onClearFilters={clear}
        columns={[
          {
            key: 'name',
            header: t('page'),
            primary: true,
            render: (row, link) => <Name row={row} name={link(row.name)} />,
          },
          { key: 'state', header: t('state'), render: (row) => <State row={row} /> },
          ...(['views', 'leads', 'orders'] as const).map((key) => ({
            key,
            header: t(`${key}30`),
            align: 'right' as const,
            render: (row: PageRow) => figure(row, key),
          })),
          {
            key: 'last',
            header: t('lastSubmission'),
            wideOnly: true,
            render: (row) => (row.last_submission_at ? dateTime(row.last_submission_at) : '–'),
          },
          { key: 'at', header: t('updated'), render: (row) => dateTime(row.updated_at) },
          { key: 'more', header: ui('actions'), width: 90, render: (row) => <More row={row} /> },
        ]}
        empty={{ icon: IconLayout, title: t('noPages'), hint: t('noPagesHint'), action: button }}
      />
      <Dialog opened={adding} onClose={add.close} title={t('gallery')} size="xl">
        <Gallery />
      </Dialog>
    </Page>
  );
}

/** What each page brought in the last 30 days: one question for the whole list. */
function usePageFigures(): Map<string, PageFigures> | undefined {
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('overview', 'by-page'),
    queryFn: () => api.get<{ by_page: PageFigures[] }>('/overview'),
  });
  return query.data && new Map(query.data.by_page.map((each) => [each.page_id, each]));
}

function Name({ row, name }: { row: PageRow; name: ReactNode }) {
  return (
    <Box>
      {name}
      {row.url ? (
        <Anchor
          href={row.url}
          target="_blank"
          rel="noopener"
          size="xs"
          display="block"
          w="fit-content"
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.stopPropagation()}
        >
          {row.url.replace(/^https?:\/\//, '')}
        </Anchor>
      ) : (
        <Text size="xs" c="dimmed">
          /{row.slug}
        </Text>
      )}
    </Box>
  );
}

function State({ row }: { row: PageRow }) {
  const t = useT();
  const live = row.state === 'published';
  return (
    <Group gap={6} justify="flex-start">
      <Badge variant="light" color={live ? 'teal' : 'gray'} tt="none" miw="max-content">
        {t(live ? 'state_published' : 'state_draft')}
      </Badge>
      {live && row.changed_since_publish && (
        <Badge variant="light" color="orange" tt="none" miw="max-content">
          {t('changed')}
        </Badge>
      )}
    </Group>
  );
}

function More({ row }: { row: PageRow }) {
  const t = useT();
  const { api, key, can } = useWorkspace();
  const confirm = useConfirmLoss('page');
  const refresh = [key('pages', 'list')];
  const duplicate = useWrite<void, PageRow>({
    run: () => api.post<PageRow>(`/pages/${row.id}/duplicate`),
    refresh,
    done: t('duplicated'),
  });
  const unpublish = useWrite<void>({
    run: () => api.post(`/pages/${row.id}/unpublish`),
    refresh,
    done: t('unpublished'),
  });
  const remove = useWrite<void>({
    run: () => api.delete(`/pages/${row.id}`),
    refresh,
    done: t('deleted'),
  });
  const ask = (what: 'unpublish' | 'delete', run: () => void) =>
    void confirm(row.id, {
      title: t(`${what}Title`, { name: row.name }),
      body: t(`${what}Body`),
      action: t(what === 'delete' ? 'remove' : 'unpublish'),
      danger: true,
      onConfirm: run,
    });
  if (!row.url && !can('page.edit') && !can('page.delete')) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the row from opening
    <span onClick={(event) => event.stopPropagation()} onKeyDown={(e) => e.stopPropagation()}>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('moreFor', { name: row.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {row.url && (
            <Menu.Item
              component="a"
              href={row.url}
              target="_blank"
              rel="noopener"
              leftSection={<IconExternalLink size={16} />}
            >
              {t('openLive')}
            </Menu.Item>
          )}
          {can('page.edit') && (
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => duplicate.mutate()}>
              {t('duplicate')}
            </Menu.Item>
          )}
          {can('page.publish') && row.state === 'published' && (
            <Menu.Item
              leftSection={<IconWorldOff size={16} />}
              onClick={() => ask('unpublish', () => unpublish.mutate())}
            >
              {t('unpublish')}
            </Menu.Item>
          )}
          {can('page.delete') && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => ask('delete', () => remove.mutate())}
            >
              {t('remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

function Gallery() {
  const t = useT();
  const { api, key } = useWorkspace();
  const { language } = useLanguage();
  const go = useGo();
  const [name, setName] = useState('');
  const [selling, setSelling] = useState<Template | null>(null);
  const nameInput = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!selling) nameInput.current?.focus();
  }, [selling]);
  const query = useQuery({
    queryKey: key('page-templates'),
    queryFn: () => api.get<Template[]>('/page-templates'),
    staleTime: Infinity,
  });
  const create = useWrite<{ template: string; product_id: string | null }, PageDetail>({
    run: (made) => api.post<PageDetail>('/pages', { ...made, name: name.trim() }),
    refresh: [key('pages', 'list')],
    done: t('created'),
    onDone: (page) => go(`/pages/${page.id}`),
  });
  if (selling) {
    return (
      <ProductStep
        busy={create.isPending}
        onBack={() => setSelling(null)}
        onMake={(product_id) => create.mutate({ template: selling.key, product_id })}
      />
    );
  }
  const use = (template: Template) => {
    if (template.kind === 'product') setSelling(template);
    else create.mutate({ template: template.key, product_id: null });
  };
  return (
    <Stack>
      <TextInput
        label={t('pageName')}
        value={name}
        maxLength={160}
        onChange={(event) => setName(event.currentTarget.value)}
        ref={nameInput}
        data-autofocus
      />
      <QueryView query={query}>
        {(templates) => (
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            {templates.map((template) => (
              <Paper withBorder key={template.key} style={{ overflow: 'hidden' }}>
                <Stack gap="xs" h="100%">
                  <Thumbnail
                    src={api.url(`/page-templates/${template.key}/preview`)}
                    title={t('templatePreview', { name: template[language] })}
                  />
                  <Stack gap={4} p="sm" flex={1}>
                    <Text fw={600}>{template[language]}</Text>
                    <Text size="sm" c="dimmed" flex={1}>
                      {language === 'vi' ? template.about_vi : template.about_en}
                    </Text>
                    <Button
                      variant="light"
                      aria-label={`${t('useTemplate')}: ${template[language]}`}
                      loading={create.isPending && create.variables?.template === template.key}
                      disabled={create.isPending}
                      onClick={() => use(template)}
                    >
                      {t('useTemplate')}
                    </Button>
                  </Stack>
                </Stack>
              </Paper>
            ))}
          </SimpleGrid>
        )}
      </QueryView>
    </Stack>
  );
}

/** Which product the page is to sell; its words and prices come from there. */
function ProductStep(props: {
  busy: boolean;
  onBack: () => void;
  onMake: (product: string | null) => void;
}) {
  const t = useT();
  const { busy, onBack, onMake } = props;
  const [product, setProduct] = useState<string | null>(null);
  const step = useRef<HTMLDivElement>(null);
  // The button that led here is gone.
  useEffect(() => step.current?.querySelector('input')?.focus(), []);
  return (
    <Stack ref={step}>
      <Picker
        kind="product"
        label={t('whichProduct')}
        description={t('whichProductHint')}
        value={product}
        onChange={(id) => setProduct(id)}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" mr="auto" onClick={onBack}>
          {t('otherTemplate')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => onMake(null)}>
          {t('productLater')}
        </Button>
        <Button
          disabled={!product}
          loading={busy && product !== null}
          onClick={() => onMake(product)}
        >
          {t('makePage')}
        </Button>
      </Group>
    </Stack>
  );
}

/** The template as the server renders it, drawn small. */
function Thumbnail({ src, title }: { src: string; title: string }) {
  return (
    <Box h={260} pos="relative" style={{ overflow: 'hidden', containerType: 'inline-size' }}>
      <iframe
        src={src}
        title={title}
        sandbox=""
        tabIndex={-1}
        loading="lazy"
        style={{
          width: 1200,
          height: 1400,
          border: 0,
          pointerEvents: 'none',
          transformOrigin: '0 0',
          // As wide as its card, whatever the screen; the arc tangent takes the unit away.
          transform: 'scale(tan(atan2(100cqw, 1200px)))',
        }}
      />
    </Box>
  );
}
