import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { GATHER_MS, makeRefresher } from './refresher';

it('lets the next page come before it fetches the list anew', async () => {
  vi.useFakeTimers();
  const client = new QueryClient();
  const fetched: number[] = [];
  const list = new InfiniteQueryObserver(client, {
    queryKey: ['orders'],
    queryFn: async ({ pageParam }) => {
      await new Promise((done) => setTimeout(done, 2 * GATHER_MS));
      fetched.push(pageParam);
      return pageParam;
    },
    initialPageParam: 0,
    getNextPageParam: (page) => page + 1,
  });
  const stop = list.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(3 * GATHER_MS);
  const refresh = makeRefresher(client, (name) => [name]);

  void list.fetchNextPage();
  refresh(['orders']);
  await vi.advanceTimersByTimeAsync(10 * GATHER_MS);

  expect(list.getCurrentResult().data?.pages).toEqual([0, 1]);
  expect(fetched).toEqual([0, 1, 0, 1]);
  stop();
  vi.useRealTimers();
});
