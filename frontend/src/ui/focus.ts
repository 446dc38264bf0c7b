/** Where the keyboard goes on when what it stood on is moved, made or gone. */

import { type RefObject, useCallback, useEffect, useRef } from 'react';

/**
 * Focus something in a list once its change is on the screen: the first that one of the selectors
 * given to `focusNext` finds.
 */
export function useFocusAfter(changed: unknown) {
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the new list is on the screen
  useEffect(() => {
    const [found] = wanted.current.flatMap(
      (selector) => list.current?.querySelector<HTMLElement>(selector) ?? [],
    );
    wanted.current = [];
    found?.focus();
  }, [changed]);
  const focusNext = useCallback((...selectors: string[]) => {
    wanted.current = selectors;
  }, []);
  return { list, focusNext };
}

/** What stands next to a place in a list, where the keyboard goes when that place is gone. */
export function nextTo<T>(items: readonly T[], place: number): T[] {
  return [items[place + 1], items[place - 1]].flatMap((item) => item ?? []);
}

/** Whether the keyboard stands nowhere, as when what it stood on has gone. */
export function focusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Take the keyboard to the step of a screen that took another one's place, buttons and all. */
export function useFocusMoved(step: unknown) {
  const here = useRef<HTMLDivElement>(null);
  const seen = useRef(step);
  useEffect(() => {
    if (seen.current === step) return;
    seen.current = step;
    if (!focusLost()) return;
    here.current?.focus({ preventScroll: true });
    // A long step is seen from its top, below the header, and not from where the last one ended.
    here.current?.scrollIntoView({ block: 'start' });
  }, [step]);
  return here;
}

/** Give the keyboard back to the button it stood on, which cannot hold it while it is at work. */
export function useFocusKept(stood: RefObject<Element | null>, busy: boolean): void {
  useEffect(() => {
    if (busy) return;
    if (focusLost() && stood.current instanceof HTMLElement && stood.current.isConnected) {
      stood.current.focus();
    }
    stood.current = null;
  }, [stood, busy]);
}
