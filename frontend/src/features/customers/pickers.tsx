/** Choosers of customers and tags for other features' forms. */

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '@/api/client';
import type { PickerProps } from '@/kit/contrib';
import { showPhone } from '@/kit/phone';
import { useWorkspace } from '@/kit/workspace';
import { useUi } from '@/ui/messages';
import { useTags } from './api';
import { useT } from './messages';
import type { Customer } from './types';

export function CustomerPicker({ value, onChange, ...rest }: PickerProps) {
  const t = useT();
  const { api, key } = useWorkspace();
  const [search, setSearch] = useState('');
  const [term] = useDebouncedValue(search, 250);
  const found = useQuery({
    queryKey: key('customers', 'pick', term),
    queryFn: ({ signal }) => api.get<Page<Customer>>('/customers', { q: term, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({
    queryKey: key('customers', value),
    queryFn: () => api.get<Customer>(`/customers/${value}`),
    enabled: Boolean(value),
  });
  const people = [...(found.data?.items ?? [])];
  if (chosen.data && !people.some((person) => person.id === chosen.data.id)) {
    people.unshift(chosen.data);
  }
  const data = people.map((person) => ({ value: person.id, label: nameOf(person, t('unnamed')) }));
  return (
    <Select
      {...rest}
      placeholder={t('pickCustomer')}
      data={data}
      value={value}
      searchable
      clearable={!rest.required}
      allowDeselect={!rest.required}
      filter={({ options }) => options}
      onSearchChange={(text) => setSearch(data.some((item) => item.label === text) ? '' : text)}
      onChange={(id, option) => onChange(id, option?.label ?? '')}
    />
  );
}

function nameOf(person: Customer, unnamed: string): string {
  const contact = showPhone(person.phone) || person.email || '';
  const name = person.full_name || unnamed;
  return contact ? `${name} · ${contact}` : name;
}

export function TagPicker({ value, onChange, ...rest }: PickerProps) {
  const ui = useUi();
  const tags = useTags();
  return (
    <Select
      {...rest}
      placeholder={ui('pick')}
      data={(tags.data ?? []).map((tag) => ({ value: tag.id, label: tag.name }))}
      value={value}
      searchable
      clearable={!rest.required}
      allowDeselect={!rest.required}
      onChange={(id, option) => onChange(id, option?.label ?? '')}
    />
  );
}
