import { useQuery } from '@tanstack/react-query';
import type { Page } from '@/api/client';
import { useWorkspace } from '@/kit/workspace';
import type { Customer, FieldDef, Tag } from './types';

/** Lists that may come bare or paged. */
export function itemsOf<T>(answer: T[] | Page<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

export function useTags() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('tags'),
    queryFn: async () => itemsOf(await api.get<Tag[] | Page<Tag>>('/tags')),
    staleTime: 60_000,
  });
}

export function useFields() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('customer-fields'),
    queryFn: async () => itemsOf(await api.get<FieldDef[] | Page<FieldDef>>('/customer-fields')),
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
