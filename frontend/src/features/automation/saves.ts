/** Saves of drafts, one after another for each flow, whichever screen began them. */

const running = new Map<string, Promise<unknown>>();

/** Save once every save of this flow begun earlier has ended. */
export function saveInTurn<R>(flowId: string, save: () => Promise<R>): Promise<R> {
  const turn = pendingSave(flowId).then(save);
  const ended = turn.catch(() => undefined);
  running.set(flowId, ended);
  void ended.then(() => {
    if (running.get(flowId) === ended) running.delete(flowId);
  });
  return turn;
}

/** Wait until nothing of this flow is being saved. */
export function pendingSave(flowId: string): Promise<unknown> {
  return running.get(flowId) ?? Promise.resolve();
}
