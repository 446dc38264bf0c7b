/** Feeds live events to the screen and refreshes the queries they make stale. */

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { allKeysToRefresh, keysToRefresh, useContributions } from '@/kit/contrib';
import { LiveContext, LiveFeed } from '@/kit/live';
import { useWorkspace } from '@/kit/workspace';
import { makeRefresher } from './refresher';
import { openStream, type StreamMessage } from './stream';

export function LiveProvider(props: {
  children: ReactNode;
  onConnection?: (connected: boolean) => void;
}) {
  const { slug, key } = useWorkspace();
  const contributions = useContributions();
  const client = useQueryClient();
  const [feed] = useState(() => new LiveFeed());
  const { onConnection } = props;
  const refresh = useMemo(() => makeRefresher(client, key), [client, key]);

  useEffect(() => {
    const receive = (message: StreamMessage) => {
      if ('connected' in message) return onConnection?.(message.connected);
      // Too much has happened meanwhile to be told one by one.
      if ('reset' in message) return refresh(allKeysToRefresh(contributions));
      refresh(keysToRefresh(contributions, message.event.kind));
      feed.publish(message.event);
    };
    return connect(slug, receive);
  }, [slug, feed, contributions, refresh, onConnection]);

  return <LiveContext.Provider value={feed}>{props.children}</LiveContext.Provider>;
}

/** Join the shared stream where the browser has shared workers, else open an own one. */
function connect(slug: string, receive: (message: StreamMessage) => void): () => void {
  if (typeof SharedWorker === 'undefined') return openStream(slug, receive);
  const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'donbay-live',
  });
  worker.port.onmessage = ({ data }: MessageEvent<StreamMessage>) => receive(data);
  worker.port.start();
  worker.port.postMessage({ join: slug });
  const leave = () => worker.port.postMessage({ leave: true });
  const rejoin = ({ persisted }: PageTransitionEvent) => {
    if (persisted) worker.port.postMessage({ join: slug });
  };
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', rejoin);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', rejoin);
    leave();
    worker.port.close();
  };
}
