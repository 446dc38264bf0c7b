/** The one way to the server: same-origin fetch, CSRF, language, typed problems, step-up sign-in. */

import { storedLanguage } from '@/kit/i18n';
import { ProblemError, problemOf } from './problem';
import type { WorkspacePath } from './routes';

export type Query = Record<string, string | number | boolean | null | undefined>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  query?: Query | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

interface SessionHandlers {
  /** The session is gone: show the sign-in page. */
  onSignedOut: () => void;
  /** The server wants the password again; resolves true when it was given. */
  onReauthenticate: () => Promise<boolean>;
}

let handlers: SessionHandlers = {
  onSignedOut: () => {},
  onReauthenticate: async () => false,
};

/** Tell the client what to do when the session ends or must be confirmed. */
export function setSessionHandlers(next: Partial<SessionHandlers>): void {
  handlers = { ...handlers, ...next };
}

/** Read Django's CSRF token; sign-in rotates it, so never keep it. */
export function csrfToken(): string {
  const match = /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : '';
}

/** Add a query string, leaving out what is empty. */
export function withQuery(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** Call the server and return its JSON; throws ProblemError. */
export async function request<T>(
  method: Method,
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  const response = await send(method, path, options);
  const body = await readBody(response);
  if (response.ok) return body as T;
  if (response.status === 401) {
    if (asksReauthentication(body) && (await handlers.onReauthenticate())) {
      return request<T>(method, path, options);
    }
    if (!asksReauthentication(body) && !path.startsWith('/_allauth/')) handlers.onSignedOut();
  }
  throw problemOf(response.status, body, storedLanguage());
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': storedLanguage() });
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  if (method !== 'GET') headers.set('X-CSRFToken', csrfToken());
  if (options.body instanceof FormData) init.body = options.body;
  else if (options.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(options.body);
  }
  try {
    return await globalThis.fetch(withQuery(path, options.query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw problemOf(0, null, storedLanguage());
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    if (response.ok) throw problemOf(502, null, storedLanguage());
    return null;
  }
}

function asksReauthentication(body: unknown): boolean {
  const data = (body as { data?: { flows?: { id?: string }[] } } | null)?.data;
  return (data?.flows ?? []).some(
    (flow) => flow.id === 'reauthenticate' || flow.id === 'mfa_reauthenticate',
  );
}

/** The calls of one workspace; paths are relative to `/api/v1/w/<slug>`. */
export interface WorkspaceApi {
  get: <T>(path: WorkspacePath<'get'>, query?: Query, signal?: AbortSignal) => Promise<T>;
  post: <T>(path: WorkspacePath<'post'>, body?: unknown) => Promise<T>;
  put: <T>(path: WorkspacePath<'put'>, body?: unknown) => Promise<T>;
  patch: <T>(path: WorkspacePath<'patch'>, body?: unknown) => Promise<T>;
  delete: <T>(path: WorkspacePath<'delete'>) => Promise<T>;
  /** Address for links, images, frames and downloads. */
  url: (path: WorkspacePath<'get'>, query?: Query) => string;
}

/** Bind the client to one workspace. */
export function workspaceApi(slug: string): WorkspaceApi {
  const base = `/api/v1/w/${encodeURIComponent(slug)}`;
  return {
    get: (path, query, signal) => request('GET', base + path, { query, signal }),
    post: (path, body) => request('POST', base + path, { body: body ?? {} }),
    put: (path, body) => request('PUT', base + path, { body }),
    patch: (path, body) => request('PATCH', base + path, { body }),
    delete: (path) => request('DELETE', base + path),
    url: (path, query) => withQuery(base + path, query),
  };
}

export { ProblemError };
