/** What an order taken by hand would cost, while it is being entered. */

import { Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { errorText } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { Figures } from './Figures';
import type { OrderWanted, Quote } from './types';

interface Quoted {
  query: UseQueryResult<Quote>;
  /** The total that is shown for the order as it stands now; null while it is being looked up. */
  total: number | null;
}

/** Price an order a moment after its last change, and again when products change. */
export function useQuote(order: OrderWanted): Quoted {
  const { api, key } = useWorkspace();
  const { language } = useLanguage();
  const now = JSON.stringify(order);
  const [asked] = useDebouncedValue(now, 300);
  const wanted: OrderWanted = JSON.parse(asked);
  const query = useQuery({
    queryKey: key('products', 'quote', language, asked),
    queryFn: () => api.post<Quote>('/orders/quote', wanted),
    enabled: wanted.lines.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const current = asked === now && query.isSuccess && !query.isPlaceholderData;
  return { query, total: current ? query.data.total : null };
}

export function QuoteCard({ query, code }: { query: UseQueryResult<Quote>; code: string }) {
  const { language } = useLanguage();
  const { data, error, isFetching, isLoading } = query;
  if (isLoading) return <Skeleton h={96} />;
  if (!data && !error) return null;
  const problem = error ? errorText(error, language) : data?.voucher_problem;
  return (
    <Paper withBorder py="sm" aria-busy={isFetching} aria-live="polite">
      <Stack gap={4}>
        {!error && data && <Figures {...data} code={code} />}
        {problem && (
          <Text size="sm" c="red.8" px="md">
            {problem}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
