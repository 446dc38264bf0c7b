/** What a customer did and what was done for them, newest first. */

import { Button, Center, Timeline as Line, Paper, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '@/api/client';
import { type Contribution, gather, useContributions } from '@/kit/contrib';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { EmptyState, ErrorState, ListSkeleton, useUi, WLink } from '@/ui';
import { useT } from './messages';
import { narrate, type TimelineEvent } from './narrators';

export function Timeline({ customerId }: { customerId: string }) {
  const t = useT();
  const ui = useUi();
  const { language } = useLanguage();
  const { api, key, dateTime } = useWorkspace();
  const contributions = useContributions();
  const narrators = useMemo(() => gather(contributions, 'narrators'), [contributions]);
  const names = useAllNames(contributions);
  const query = useInfiniteQuery({
    queryKey: key('timeline', customerId),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<TimelineEvent>>(
        `/customers/${customerId}/timeline`,
        { cursor: pageParam },
        signal,
      ),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  if (query.isPending) return <ListSkeleton rows={5} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const events = query.data.pages.flatMap((page) => page.items);
  if (events.length === 0) {
    return (
      <Paper withBorder>
        <EmptyState icon={IconHistory} title={t('noEvents')} hint={t('noEventsHint')} />
      </Paper>
    );
  }
  return (
    <Paper withBorder p="lg">
      <Line bulletSize={14} lineWidth={2} active={events.length}>
        {events.map((event) => {
          const { text, to, note } = narrate(event, language, narrators, names);
          return (
            <Line.Item key={event.id}>
              <Text size="sm" data-kind={event.kind}>
                {to ? <WLink to={to}>{text}</WLink> : text}
              </Text>
              <Text size="xs" c="dimmed">
                {[dateTime(event.occurred_at), note].filter(Boolean).join(' · ')}
              </Text>
            </Line.Item>
          );
        })}
      </Line>
      {query.hasNextPage && (
        <Center mt="md">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            {ui('loadMore')}
          </Button>
        </Center>
      )}
    </Paper>
  );
}

const NO_NAMES = () => ({});

/** The features never change while the app runs, so their hooks are always called alike. */
function useAllNames(contributions: Contribution[]): Record<string, string> {
  const all: Record<string, string> = {};
  for (const { useNames = NO_NAMES } of contributions) {
    // biome-ignore lint/correctness/useHookAtTopLevel: the list is fixed at start, see above
    Object.assign(all, useNames());
  }
  return all;
}
