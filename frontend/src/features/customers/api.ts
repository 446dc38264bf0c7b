import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/kit/workspace';
import type { Customer, FieldDef, MergePair, Tag } from './types';

export function useTags() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('tags'),
    queryFn: () => api.get<Tag[]>('/tags'),
    staleTime: 60_000,
  });
}

export function useFields() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('customer-fields'),
    queryFn: () => api.get<FieldDef[]>('/customer-fields'),
    staleTime: 60_000,
  });
}

/** Pairs of customers that may be one person; the newest twenty. */
export function useMergePairs() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('merge-suggestions'),
    queryFn: () => api.get<MergePair[]>('/merge-suggestions'),
    staleTime: 60_000,
  });
}

export function useCustomer(id: string) {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('customers', id),
    queryFn: () => api.get<Customer>(`/customers/${id}`),
  });
}

/** Tag names by id, for sentences of the timeline. */
export function useTagNames(): Record<string, string> {
  const tags = useTags();
  return Object.fromEntries((tags.data ?? []).map(({ id, name }) => [id, name]));
}
