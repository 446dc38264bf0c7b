import { expect, test } from 'vitest';
import type { LogEvent } from '@/kit/contrib';
import { narrators } from './narrators';

const event = (kind: string, data: Record<string, unknown>): LogEvent => ({
  id: 1,
  kind,
  customer_id: 'c',
  subject_id: 'f1',
  occurred_at: '2026-11-24T00:00:00Z',
  data,
});
const tell = (kind: string, data: Record<string, unknown>, names = { f1: 'Chào' }) =>
  narrators[kind]?.(event(kind, data), 'vi', names);

test('what happened in a flow leads to her own way through it', () => {
  expect(tell('flow.entered', { run_id: 7 })).toEqual({
    text: 'Vào kịch bản “Chào”',
    to: '/flows/f1/runs/7',
  });
  expect(tell('flow.failed', { run_id: 7 })?.text).toBe('Gặp lỗi trong kịch bản “Chào”');
  expect(tell('flow.finished', {})?.to).toBe('/flows/f1');
});

test('a deleted flow is told of without a way to it', () => {
  const told = narrators['flow.entered']?.(event('flow.entered', { run_id: 7 }), 'vi', {});
  expect(told).toEqual({ text: 'Vào kịch bản “tự động”' });
});
