/** Who is signed in, as a query shared by the whole app. */

import { queryOptions } from '@tanstack/react-query';
import { fetchMe } from '@/api/auth';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: fetchMe,
  staleTime: 5 * 60_000,
  retry: false,
});
