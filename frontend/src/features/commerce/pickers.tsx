/** Choosers of products and voucher programmes for other features' forms. */

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '@/api/client';
import type { PickerProps } from '@/kit/contrib';
import { formatMoney } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { useUi } from '@/ui';
import type { Product, Voucher } from './types';

export function ProductPicker({ value, onChange, ...rest }: PickerProps) {
  const ui = useUi();
  const { api, key } = useWorkspace();
  const [search, setSearch] = useState('');
  const [term] = useDebouncedValue(search, 250);
  const found = useQuery({
    queryKey: key('products', 'pick', term),
    queryFn: ({ signal }) => api.get<Page<Product>>('/products', { q: term, limit: 50 }, signal),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({
    queryKey: key('products', value),
    queryFn: () => api.get<Product>(`/products/${value}`),
    enabled: Boolean(value),
  });
  const products = [...(found.data?.items ?? [])];
  if (chosen.data && !products.some(({ id }) => id === chosen.data.id)) {
    products.unshift(chosen.data);
  }
  const data = products.map(({ id, name, price }) => ({
    value: id,
    label: `${name} · ${formatMoney(price)}`,
  }));
  return (
    <Select
      {...rest}
      placeholder={ui('pick')}
      data={data}
      value={value}
      searchable
      clearable={!rest.required}
      allowDeselect={!rest.required}
      filter={({ options }) => options}
      onSearchChange={(text) => setSearch(data.some((item) => item.label === text) ? '' : text)}
      onChange={(id) => onChange(id, products.find((item) => item.id === id)?.name ?? '')}
    />
  );
}

export function VoucherPicker({ value, onChange, ...rest }: PickerProps) {
  const ui = useUi();
  const found = useVouchers();
  return (
    <Select
      {...rest}
      placeholder={ui('pick')}
      data={(found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      searchable
      clearable={!rest.required}
      allowDeselect={!rest.required}
      onChange={(id, option) => onChange(id, option?.label ?? '')}
    />
  );
}

function useVouchers() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('vouchers', 'pick'),
    queryFn: () => api.get<Page<Voucher>>('/vouchers'),
    staleTime: 60_000,
  });
}

/** Programme names by id, for sentences of the timeline. */
export function useVoucherNames(): Record<string, string> {
  const vouchers = useVouchers();
  return Object.fromEntries((vouchers.data?.items ?? []).map(({ id, name }) => [id, name]));
}
