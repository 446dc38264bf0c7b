import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStream, parseEvent, type StreamMessage } from './stream';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeSource[] = [];
  readyState = 1;
  onopen?: () => void;
  onerror?: () => void;

  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }

  say(type: string, lastEventId: string, data = '{}') {
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId }));
  }

  breakOff(readyState: number) {
    this.readyState = readyState;
    this.onerror?.();
  }

  close() {}
}

beforeEach(() => {
  FakeSource.opened = [];
  vi.stubGlobal('EventSource', FakeSource);
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function last(): FakeSource {
  const source = FakeSource.opened.at(-1);
  if (!source) throw new Error('no stream was opened');
  return source;
}

test('reads an event and ignores what is none', () => {
  expect(parseEvent('{"id":1,"kind":"order.placed"}')).toMatchObject({ kind: 'order.placed' });
  expect(parseEvent('{}')).toBeNull();
  expect(parseEvent('not json')).toBeNull();
});

test('a stream opened anew goes on where the one before broke off', () => {
  const heard: StreamMessage[] = [];
  const close = openStream('sen', (message) => heard.push(message));
  expect(last().url).toBe('/api/v1/w/sen/events');

  last().say('placed', '1.7.9');
  last().breakOff(FakeSource.CLOSED);
  vi.advanceTimersByTime(2_000);
  expect(last().url).toBe('/api/v1/w/sen/events?after=1.7.9');

  last().say('log', '1.8.12', '{"id":12,"kind":"order.placed"}');
  last().breakOff(FakeSource.CLOSED);
  vi.advanceTimersByTime(4_000);
  expect(last().url).toBe('/api/v1/w/sen/events?after=1.8.12');
  expect(heard.filter((message) => 'event' in message)).toHaveLength(1);

  close();
  last().breakOff(FakeSource.CLOSED);
  vi.advanceTimersByTime(60_000);
  expect(FakeSource.opened).toHaveLength(3);
});

test('a stream that was away for too long says so and goes on from the new place', () => {
  const heard: StreamMessage[] = [];
  openStream('sen', (message) => heard.push(message));

  last().say('placed', '1.7.9');
  last().say('reset', '1.90.2000');
  last().breakOff(FakeSource.CLOSED);
  vi.advanceTimersByTime(2_000);

  expect(heard).toContainEqual({ reset: true });
  expect(last().url).toBe('/api/v1/w/sen/events?after=1.90.2000');
});

test('while the browser reconnects by itself no second stream is opened', () => {
  openStream('sen', () => {});

  last().breakOff(0);
  vi.advanceTimersByTime(60_000);

  expect(FakeSource.opened).toHaveLength(1);
});
