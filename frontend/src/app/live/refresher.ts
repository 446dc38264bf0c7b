/** Makes queries stale as events come, gathered, and never amid a fetch. */

import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Many events of one batch become one refresh. */
export const GATHER_MS = 300;

/** Return what takes names of queries to fetch anew. */
export function makeRefresher(
  client: QueryClient,
  key: (name: string) => QueryKey,
): (names: readonly string[]) => void {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    for (const name of [...stale]) {
      const queryKey = key(name);
      // Anew would break it off, and with it the next page that somebody has just asked for.
      if (client.isFetching({ queryKey }) > 0) continue;
      stale.delete(name);
      void client.invalidateQueries({ queryKey });
    }
    if (stale.size > 0) timer = setTimeout(flush, GATHER_MS);
  };
  return (names) => {
    for (const name of names) stale.add(name);
    if (timer === undefined && stale.size > 0) timer = setTimeout(flush, GATHER_MS);
  };
}
