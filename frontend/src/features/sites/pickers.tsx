import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Page } from '@/api/client';
import type { LinkTarget, PickerProps } from '@/kit/contrib';
import type { LinkPlace } from '@/kit/links';
import { useWorkspace } from '@/kit/workspace';
import { useUi } from '@/ui';
import type { PageRow } from './types';

function usePages() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('pages', 'pick'),
    queryFn: () => api.get<Page<PageRow>>('/pages', { limit: 200 }),
    staleTime: 60_000,
  });
}

/** Names of pages by id, for sentences of the timeline. */
export function usePageNames(): Record<string, string> {
  return Object.fromEntries((usePages().data?.items ?? []).map(({ id, name }) => [id, name]));
}

/** The shop's pages as places to link to; a mail reaches only those that are live. */
export function usePageTargets(place: LinkPlace): LinkTarget[] {
  return (usePages().data?.items ?? []).flatMap(({ name, slug, url }) => {
    const href = place === 'page' ? `/${slug}` : url;
    return href ? [{ href, label: name }] : [];
  });
}

export function PagePicker({ value, onChange, ...rest }: PickerProps) {
  const ui = useUi();
  const pages = usePages();
  return (
    <Select
      {...rest}
      placeholder={ui('pick')}
      data={(pages.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      searchable
      clearable={!rest.required}
      allowDeselect={!rest.required}
      onChange={(id, option) => onChange(id, option?.label ?? '')}
    />
  );
}
