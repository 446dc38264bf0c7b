import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Page } from '@/api/client';
import type { PickerProps } from '@/kit/contrib';
import { useWorkspace } from '@/kit/workspace';
import { useUi } from '@/ui';
import type { ContentRow } from './types';

function useContents() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('contents', 'pick'),
    queryFn: () => api.get<Page<ContentRow>>('/contents', { limit: 200 }),
    staleTime: 60_000,
  });
}

/** Names of mails by id, for sentences of the timeline. */
export function useContentNames(): Record<string, string> {
  const contents = useContents();
  return Object.fromEntries((contents.data?.items ?? []).map(({ id, name }) => [id, name]));
}

export function ContentPicker({ value, onChange, ...rest }: PickerProps) {
  const ui = useUi();
  const contents = useContents();
  return (
    <Select
      {...rest}
      placeholder={ui('pick')}
      data={(contents.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      searchable
      clearable={!rest.required}
      allowDeselect={!rest.required}
      onChange={(id, option) => onChange(id, option?.label ?? '')}
    />
  );
}
