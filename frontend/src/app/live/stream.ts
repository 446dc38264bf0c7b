/** The server-sent events of a workspace, reopened when they end. */

import type { LogEvent } from '@/kit/contrib';

export type StreamMessage = { event: LogEvent } | { connected: boolean } | { reset: true };

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** Open the stream; returns how to close it. A refused stream is tried again with longer waits. */
export function openStream(slug: string, send: (message: StreamMessage) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let closed = false;
  // The browser goes on from there by itself, except after an answer that was no stream.
  let place = '';

  const open = () => {
    const after = place && `?after=${encodeURIComponent(place)}`;
    source = new EventSource(`/api/v1/w/${encodeURIComponent(slug)}/events${after}`);
    source.onopen = () => {
      wait = FIRST_WAIT_MS;
      send({ connected: true });
    };
    source.addEventListener('placed', ({ lastEventId }) => {
      place = lastEventId;
    });
    source.addEventListener('reset', ({ lastEventId }) => {
      place = lastEventId;
      send({ reset: true });
    });
    source.addEventListener('log', ({ data, lastEventId }: MessageEvent<string>) => {
      place = lastEventId;
      const event = parseEvent(data);
      if (event) send({ event });
    });
    source.onerror = () => {
      send({ connected: false });
      if (source?.readyState !== EventSource.CLOSED || closed) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };

  open();
  return () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
  };
}

/** Read one event's data; null when it is not one. */
export function parseEvent(data: string): LogEvent | null {
  try {
    const found: unknown = JSON.parse(data);
    const named = typeof found === 'object' && found !== null && 'kind' in found;
    return named ? (found as LogEvent) : null;
  } catch {
    return null;
  }
}
