/** Who is signed in, as a query shared by the whole app. */

import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { fetchMe, signOut } from '@/api/auth';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: fetchMe,
  staleTime: 5 * 60_000,
  retry: false,
});

/** Sign out and forget everything that was fetched. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    await signOut();
    client.clear();
    router.history.push('/login');
  };
}
