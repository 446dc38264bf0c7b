/** Parts of the app that are loaded when needed, and what happens once the server has newer ones. */

import { useEffect } from 'react';

const RENEWED_KEY = 'donbay.renewed';
/** A second reload so soon after the first would not help either. */
const ONCE_IN_MS = 30_000;

/** Save what was typed; false when that did not work. */
export type Keep = () => Promise<boolean>;

const keeps = new Set<Keep>();

/** Whether a part of the app is no longer, or not now, to be had from the server. */
export function isMissingPart(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|Importing a module script failed|Unable to preload CSS/i.test(
      error.message,
    )
  );
}

interface Surroundings {
  answers: () => Promise<boolean>;
  reload: () => void;
}

const BROWSER: Surroundings = {
  answers: async () => {
    try {
      return (await fetch('/healthz', { cache: 'no-store' })).ok;
    } catch {
      return false;
    }
  },
  reload: () => window.location.reload(),
};

/**
 * Load a part of the app; a tab that is older than the server saves its work and reloads.
 *
 * While it reloads the promise stays open, so that no screen shows an error meanwhile. Where a
 * reload would lose something or would not help, the error is passed on.
 */
export function loadPart<T>(load: () => Promise<T>, around = BROWSER): Promise<T> {
  return load().catch(async (error: unknown) => {
    if (!isMissingPart(error) || !(await renew(around))) throw error;
    return new Promise<T>(() => {});
  });
}

async function renew({ answers, reload }: Surroundings): Promise<boolean> {
  if (renewedLately() || !(await answers())) return false;
  const kept = await Promise.all([...keeps].map((keep) => keep()));
  if (kept.includes(false)) return false;
  try {
    sessionStorage.setItem(RENEWED_KEY, String(Date.now()));
  } catch {
    // Without storage nobody could tell a second reload from the first.
    return false;
  }
  // The editors' guards against leaving see that all is saved a moment later.
  setTimeout(reload, 50);
  return true;
}

function renewedLately(): boolean {
  try {
    return Date.now() - Number(sessionStorage.getItem(RENEWED_KEY)) < ONCE_IN_MS;
  } catch {
    return true;
  }
}

/** Have what is typed here saved before the tab reloads itself. */
export function useKept(keep: Keep): void {
  useEffect(() => {
    keeps.add(keep);
    return () => {
      keeps.delete(keep);
    };
  }, [keep]);
}
