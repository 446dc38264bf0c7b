/** What can be done to a whole flow, from the list and from its own screen. */

import { useWorkspace } from '@/kit/workspace';
import { useConfirm, useGo, useWrite } from '@/ui';
import { type MessageKey, useT } from './messages';
import type { Flow, FlowFull } from './types';

interface After {
  turned?: (state: Flow['state']) => void;
  gone?: () => void;
}

type Acted = Pick<Flow, 'id' | 'name' | 'active'>;

/** Each of them says before what becomes of those inside. */
export function useFlowActions(flow: Acted, { turned, gone }: After = {}) {
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
    onDone: ({ state }) => turned?.(state),
  });
  const resume = useWrite<void, FlowFull>({
    run: () => api.post<FlowFull>(`/flows/${flow.id}/resume`),
    refresh,
    done: t('resumed'),
    onDone: ({ state }) => turned?.(state),
  });
  const remove = useWrite<void>({
    run: () => api.delete(`/flows/${flow.id}`),
    refresh: [key('flows', 'list')],
    done: t('deleted'),
    onDone: () => gone?.(),
  });
  /** What will become of those inside, as many as there are now. */
  const inside = async (none: MessageKey, some: MessageKey) => {
    const { active } = await api.get<Flow>(`/flows/${flow.id}`).catch(() => flow);
    return active > 0 ? t(some, { count: active }) : t(none);
  };
  const askPause = async () =>
    confirm({
      title: t('pauseTitle', { name: flow.name }),
      body: `${t('pauseBody')} ${await inside('pauseNobody', 'pauseInside')}`,
      action: t('pause'),
      onConfirm: () => pause.mutate(),
    });
  const askResume = async () =>
    confirm({
      title: t('resumeTitle', { name: flow.name }),
      body: `${t('resumeBody')} ${await inside('resumeNobody', 'resumeInside')}`,
      action: t('resume'),
      onConfirm: () => resume.mutate(),
    });
  const askDelete = async () =>
    confirm({
      title: t('deleteTitle', { name: flow.name }),
      body: `${await inside('deleteNobody', 'deleteInside')} ${t('deleteBody')}`,
      action: t('deleteFlow'),
      danger: true,
      onConfirm: () => remove.mutate(),
    });
  return { duplicate, askPause, askResume, askDelete };
}
