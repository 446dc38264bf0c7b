import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/kit/workspace';
import { useT } from './messages';

interface Person {
  full_name: string;
  email: string | null;
}

/** The name of a customer by id. */
export function CustomerName({ id }: { id: string }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const person = useQuery({
    queryKey: key('customers', id),
    queryFn: () => api.get<Person>(`/customers/${id}`),
    staleTime: 60_000,
    retry: false,
  });
  if (person.isPending) return '…';
  return person.data?.full_name || person.data?.email || t('unnamed');
}
