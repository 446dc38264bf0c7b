/** Lists: a table where there is room, cards where there is not; paging by cursor. */

import {
  Box,
  Button,
  Center,
  Checkbox,
  Group,
  Paper,
  Stack,
  Table,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page as ApiPage, Query } from '@/api/client';
import type { WorkspacePath } from '@/api/routes';
import { useWorkspace } from '@/kit/workspace';
import classes from './list.module.css';
import { useUi } from './messages';
import { useGo, WLink } from './navigation';
import { type EmptyProps, EmptyState, ErrorState, ListSkeleton, NothingFound } from './states';

export interface Column<T> {
  key: string;
  header: string;
  /** The header is for those who cannot see what the column holds (a menu, a button). */
  headerHidden?: boolean;
  /** What stands there; `link` leads to where the row does, for a new tab and the keyboard. */
  render: (row: T, link: (words: ReactNode) => ReactNode) => ReactNode;
  align?: 'left' | 'right';
  /** Shown as the heading of the card on narrow screens. */
  primary?: boolean;
  /** Left out of the card on narrow screens. */
  wideOnly?: boolean;
  width?: number | string;
  /** Whether a row has something to say here; its card leaves the line out otherwise. */
  filled?: (row: T) => boolean;
}

export interface Selection {
  ids: ReadonlySet<string>;
  onChange: (ids: Set<string>) => void;
}

interface ShownProps<T> {
  label: string;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** Path below the workspace that a row opens; its primary column links there. */
  rowTo?: (row: T) => string;
  /** What a row does where it opens no page; the row itself then takes the keyboard. */
  onRow?: (row: T) => void;
  selection?: Selection;
  highlighted?: ReadonlySet<string>;
}

interface RecordsProps<T> extends ShownProps<T> {
  rows: readonly T[];
}

interface DataListProps<T> extends ShownProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<ApiPage<T>>>;
  empty: EmptyProps;
  filtered?: boolean;
  onClearFilters?: () => void;
}

/** Read a list by cursor; pages are added by "show more". */
export function useCursorList<T>(name: string, path: WorkspacePath<'get'>, query: Query = {}) {
  const { api, key } = useWorkspace();
  return useInfiniteQuery({
    queryKey: key(name, 'list', path, query),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<ApiPage<T>>(path, { ...query, cursor: pageParam }, signal),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

export function DataList<T>(props: DataListProps<T>) {
  const { query, empty, filtered, onClearFilters } = props;
  const t = useUi();
  if (query.isPending) return <Frame>{<ListSkeleton />}</Frame>;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <Frame>
        {filtered && onClearFilters ? (
          <NothingFound onClear={onClearFilters} />
        ) : (
          <EmptyState {...empty} />
        )}
      </Frame>
    );
  }
  return (
    <Stack gap="sm">
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      <Records {...props} rows={rows} />
      {query.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            {t('loadMore')}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

/** What is all there already: a table, or a card for each on narrow screens. */
export function Records<T>(props: RecordsProps<T>) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return narrow ? <Cards {...props} /> : <Rows {...props} />;
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder radius="md">
      {children}
    </Paper>
  );
}

function useOpen<T>({ rowTo, onRow }: Pick<ShownProps<T>, 'rowTo' | 'onRow'>) {
  const go = useGo();
  if (onRow) return onRow;
  if (rowTo) return (row: T) => go(rowTo(row));
  return undefined;
}

/** A row's name as a link to what the row opens; plain where it opens nothing. */
function linkIn<T>({ rowTo }: Pick<ShownProps<T>, 'rowTo'>, row: T) {
  return (words: ReactNode) =>
    rowTo ? (
      <WLink to={rowTo(row)} fw={500} c="inherit">
        {words}
      </WLink>
    ) : (
      words
    );
}

function Rows<T>(props: RecordsProps<T>) {
  const { columns, rows, rowKey, selection, highlighted, label } = props;
  const t = useUi();
  const open = useOpen(props);
  const keys = rows.map(rowKey);
  const all = selection ? keys.every((id) => selection.ids.has(id)) : false;
  return (
    <Paper withBorder radius="md" className={classes.frame}>
      <Table.ScrollContainer minWidth={640}>
        <Table highlightOnHover={Boolean(open)} verticalSpacing="sm" aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              {selection && (
                <Table.Th w={44}>
                  <Checkbox
                    aria-label={t('selectAll')}
                    checked={all}
                    indeterminate={!all && selection.ids.size > 0}
                    onChange={() => selection.onChange(new Set(all ? [] : keys))}
                  />
                </Table.Th>
              )}
              {columns.map((column) => (
                <Table.Th key={column.key} ta={column.align ?? 'left'} w={column.width}>
                  {column.headerHidden ? (
                    <VisuallyHidden>{column.header}</VisuallyHidden>
                  ) : (
                    column.header
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => {
              const id = rowKey(row);
              return (
                <Table.Tr
                  key={id}
                  data-row={id}
                  className={rowClass(Boolean(open), highlighted?.has(id))}
                  {...opening(open, row, Boolean(props.onRow))}
                >
                  {selection && (
                    <Table.Td onClick={(event) => event.stopPropagation()}>
                      <SelectBox id={id} selection={selection} />
                    </Table.Td>
                  )}
                  {columns.map((column) => (
                    <Table.Td key={column.key} ta={column.align ?? 'left'}>
                      {column.render(row, linkIn(props, row))}
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function Cards<T>(props: RecordsProps<T>) {
  const { columns, rows, rowKey, selection, highlighted, label } = props;
  const open = useOpen(props);
  const primary = columns.find((column) => column.primary) ?? columns[0];
  const others = columns.filter((column) => column !== primary && !column.wideOnly);
  return (
    <Stack component="ul" gap="xs" className={classes.cards} aria-label={label}>
      {rows.map((row) => {
        const id = rowKey(row);
        return (
          <li key={id}>
            <Paper
              withBorder
              p="sm"
              data-row={id}
              className={rowClass(Boolean(open), highlighted?.has(id))}
              {...opening(open, row, Boolean(props.onRow))}
            >
              <Group wrap="nowrap" align="flex-start" gap="sm">
                {selection && (
                  <Box onClick={(event) => event.stopPropagation()}>
                    <SelectBox id={id} selection={selection} />
                  </Box>
                )}
                <Stack gap={4} flex={1} miw={0}>
                  <Box fw={600}>{primary?.render(row, linkIn(props, row))}</Box>
                  {others
                    .filter(({ filled }) => filled?.(row) ?? true)
                    .map((column) => (
                      <Group key={column.key} justify="space-between" gap="xs" wrap="nowrap">
                        <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
                          {!column.headerHidden && column.header}
                        </Text>
                        <Box fz="sm" ta="right" miw={0} style={{ overflowWrap: 'anywhere' }}>
                          {column.render(row, linkIn(props, row))}
                        </Box>
                      </Group>
                    ))}
                </Stack>
              </Group>
            </Paper>
          </li>
        );
      })}
    </Stack>
  );
}

function rowClass(clickable: boolean, highlighted: boolean | undefined): string {
  return [clickable && classes.clickable, highlighted && classes.highlighted]
    .filter(Boolean)
    .join(' ');
}

function opening<T>(open: ((row: T) => void) | undefined, row: T, byKeyboard: boolean) {
  if (!open) return {};
  const onClick = (event: React.MouseEvent) => {
    if ((event.target as HTMLElement).closest('a,button,input,label')) return;
    // The second click of a double click, on a menu that is gone by then, is not for the row.
    if (event.detail > 1) return;
    open(row);
  };
  if (!byKeyboard) return { onClick };
  return {
    tabIndex: 0,
    onClick,
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open(row);
    },
  };
}

function SelectBox({ id, selection }: { id: string; selection: Selection }) {
  const t = useUi();
  const toggle = () => {
    const next = new Set(selection.ids);
    if (!next.delete(id)) next.add(id);
    selection.onChange(next);
  };
  return <Checkbox aria-label={t('selectRow')} checked={selection.ids.has(id)} onChange={toggle} />;
}
