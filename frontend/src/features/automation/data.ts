/** What several screens of flows read: kinds, facets, names of things. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '@/api/client';
import { useContributions } from '@/kit/contrib';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import type { OutletsOf } from './graph';
import { useT } from './messages';
import { pendingSave } from './saves';
import type { Words } from './summary';
import type { Facet, Flow, FlowFull, Kind } from './types';

const LONG = 5 * 60_000;
const NONE: Kind[] = [];
const NO_FACETS: Facet[] = [];

export function useFlow(flowId: string, enabled = true) {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('flows', flowId),
    queryFn: async () => {
      await pendingSave(flowId);
      return api.get<FlowFull>(`/flows/${flowId}`);
    },
    enabled,
    // A draft begun from an old state would be refused as a conflict with ourselves.
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
}

export function useKinds() {
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('flow-kinds'),
    queryFn: () => api.get<{ triggers: Kind[]; steps: Kind[] }>('/flow-kinds'),
    staleTime: LONG,
  });
  const triggers = query.data?.triggers ?? NONE;
  const steps = query.data?.steps ?? NONE;
  return useMemo(() => {
    const kinds = new Map([...triggers, ...steps].map((kind) => [kind.kind, kind]));
    const outletsOf: OutletsOf = (kind) => kinds.get(kind)?.outlets ?? ['next'];
    return { triggers, steps, kinds, outletsOf };
  }, [triggers, steps]);
}

export function useFacets() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('segment-facets'),
    queryFn: () => api.get<Facet[]>('/segment-facets'),
    staleTime: LONG,
  });
}

/** Names of flows by id, for sentences of the timeline. */
export function useFlowNames(): Record<string, string> {
  const { api, key } = useWorkspace();
  const flows = useQuery({
    queryKey: key('flows', 'pick'),
    queryFn: () => api.get<Page<Flow>>('/flows', { limit: 200 }),
    staleTime: 60_000,
  });
  return Object.fromEntries((flows.data?.items ?? []).map(({ id, name }) => [id, name]));
}

const NO_NAMES = () => ({});

/** The words that summaries need, with everything loaded so far. */
export function useWords(): Words {
  const t = useT();
  const { language } = useLanguage();
  const { dateTime } = useWorkspace();
  const { kinds } = useKinds();
  const facets = useFacets();
  const names: Record<string, string> = {};
  for (const { choices } of facets.data ?? []) {
    for (const { value = '', label = '' } of choices) names[value] = label;
  }
  const contributions = useContributions();
  for (const { useNames = NO_NAMES } of contributions) {
    // biome-ignore lint/correctness/useHookAtTopLevel: the list is fixed at start
    Object.assign(names, useNames());
  }
  // The names are gathered anew each time; their text tells whether they changed.
  const known = JSON.stringify(names);
  const list = facets.data ?? NO_FACETS;
  return useMemo(
    () => ({ t, language, names: JSON.parse(known), kinds, facets: list, dateTime }),
    [t, language, known, kinds, list, dateTime],
  );
}
