/** What can be done to a whole flow, from the list and from its own screen. */

import { useWorkspace } from '@/kit/workspace';
import { useConfirm, useGo, useWrite } from '@/ui';
import { useT } from './messages';
import type { FlowFull } from './types';

export function useFlowActions(flow: { id: string; name: string }, after?: () => void) {
  const t = useT();
  const go = useGo();
  const confirm = useConfirm();
  const { api, key } = useWorkspace();
  const refresh = [key('flows')];
  const duplicate = useWrite<void, FlowFull>({
    run: () => api.post<FlowFull>(`/flows/${flow.id}/duplicate`),
    refresh,
    done: t('duplicated'),
    onDone: (copy) => go(`/flows/${copy.id}`),
  });
  const pause = useWrite<void, FlowFull>({
    run: () => api.post<FlowFull>(`/flows/${flow.id}/pause`),
    refresh,
    done: t('paused'),
  });
  const resume = useWrite<void, FlowFull>({
    run: () => api.post<FlowFull>(`/flows/${flow.id}/resume`),
    refresh,
    done: t('resumed'),
  });
  const remove = useWrite<void>({
    run: () => api.delete(`/flows/${flow.id}`),
    refresh: [key('flows', 'list')],
    done: t('deleted'),
    onDone: () => after?.(),
  });
  const askDelete = () =>
    confirm({
      title: t('deleteTitle', { name: flow.name }),
      body: t('deleteBody'),
      action: t('deleteFlow'),
      danger: true,
      onConfirm: () => remove.mutate(),
    });
  return { duplicate, pause, resume, askDelete };
}
