/** Sign-in by django-allauth's headless browser API, and who we are. */

import type { Role } from '@/kit/permissions';
import { csrfToken, ProblemError, request } from './client';

const BASE = '/_allauth/browser/v1';

export interface Me {
  user: { id?: string; email: string; name: string; language?: string };
  workspaces: {
    slug: string;
    name: string;
    role: Role;
    is_demo: boolean;
    timezone?: string;
    permissions: string[];
    media_url?: string;
  }[];
}

/** Who is signed in and where they may go. */
export function fetchMe(): Promise<Me> {
  return request<Me>('GET', '/api/v1/me');
}

/** Remember the language with the account, for mails and other devices. */
export function saveLanguage(language: 'vi' | 'en'): Promise<unknown> {
  return request('PUT', '/api/v1/me/language', { body: { language } });
}

/** Sign in; a session that already exists counts as success. */
export async function signIn(email: string, password: string): Promise<void> {
  if (!csrfToken()) await request('GET', `${BASE}/config`);
  try {
    await request('POST', `${BASE}/auth/login`, { body: { email, password } });
  } catch (error) {
    if (error instanceof ProblemError && error.status === 409) return;
    throw error;
  }
}

/** Sign out; allauth answers 401, which is its way to say done. */
export async function signOut(): Promise<void> {
  try {
    await request('DELETE', `${BASE}/auth/session`);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return;
    throw error;
  }
}

/** Confirm the password again for a protected step. */
export async function reauthenticate(password: string): Promise<void> {
  await request('POST', `${BASE}/auth/reauthenticate`, { body: { password } });
}
