/** The step copied last; kept in the browser, so that it can be pasted into another flow too. */

import type { Copied } from './graph';

const PLACE = 'donbay.flow-step';

export function keepCopied({ kind, config }: Copied): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ kind, config }));
  } catch {
    // A browser that keeps nothing has no clipboard of ours.
  }
}

export function copiedNode(): Copied | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PLACE) ?? 'null');
    return isCopied(found) ? found : null;
  } catch {
    return null;
  }
}

function isCopied(value: unknown): value is Copied {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, config } = value as Record<string, unknown>;
  return typeof kind === 'string' && typeof config === 'object' && config !== null;
}
