/** One event stream per workspace for all tabs of this browser. */

import { openStream, type StreamMessage } from './stream';

interface Hub {
  ports: Set<MessagePort>;
  close: () => void;
}

const hubs = new Map<string, Hub>();

function join(slug: string, port: MessagePort): void {
  let hub = hubs.get(slug);
  if (!hub) {
    const ports = new Set<MessagePort>();
    const close = openStream(slug, (message) => {
      for (const member of ports) member.postMessage(message);
    });
    hub = { ports, close };
    hubs.set(slug, hub);
  }
  hub.ports.add(port);
}

function leave(port: MessagePort): void {
  for (const [slug, hub] of hubs) {
    if (!hub.ports.delete(port) || hub.ports.size > 0) continue;
    hub.close();
    hubs.delete(slug);
  }
}

interface SharedScope {
  addEventListener: (type: 'connect', listener: (event: MessageEvent) => void) => void;
}

(self as unknown as SharedScope).addEventListener('connect', (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = ({ data }: MessageEvent<{ join?: string; leave?: true }>) => {
    if (data.join) join(data.join, port);
    else leave(port);
  };
});

export type { StreamMessage };
