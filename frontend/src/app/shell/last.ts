const STORAGE_KEY = 'donbay.workspace';

/** The workspace opened last on this device. */
export function lastWorkspace(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

export function rememberWorkspace(slug: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, slug);
  } catch {
    // Without storage the first workspace opens next time.
  }
}
