/** Events of the log as they happen, handed to whoever on the screen wants to know. */

import { createContext, useContext, useEffect, useRef } from 'react';
import type { LogEvent } from './contrib';

export type LiveListener = (event: LogEvent) => void;

/** A set of listeners; the shell feeds it, hooks subscribe. */
export class LiveFeed {
  private readonly listeners = new Set<LiveListener>();

  subscribe(listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  publish(event: LogEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

export const LiveContext = createContext<LiveFeed>(new LiveFeed());

/** Call `onEvent` for each live event of one kind. */
export function useLiveEvent(kind: string, onEvent: LiveListener): void {
  const feed = useContext(LiveContext);
  const latest = useRef(onEvent);
  latest.current = onEvent;
  useEffect(
    () =>
      feed.subscribe((event) => {
        if (event.kind === kind) latest.current(event);
      }),
    [feed, kind],
  );
}
