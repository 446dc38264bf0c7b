import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { request, setSessionHandlers, withQuery } from './client';
import { formErrors, ProblemError, problemOf } from './problem';

const fetchMock = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal('fetch', fetchMock);
});

function setToken(value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no Cookie Store, and Django sets it so
  document.cookie = `csrftoken=${value}`;
}

afterEach(() => {
  fetchMock.mockReset();
  vi.unstubAllGlobals();
  setToken('; max-age=0');
});

function answer(status: number, body: unknown): Response {
  return new Response(body === null ? null : JSON.stringify(body), { status });
}

test('leaves empty query values out', () => {
  expect(withQuery('/x', { q: '', tag: null, n: 0, s: 'á b' })).toBe('/x?n=0&s=%C3%A1+b');
});

test('re-reads the CSRF cookie for every call', async () => {
  fetchMock.mockImplementation(async () => answer(200, {}));

  setToken('first');
  await request('POST', '/api/v1/x', { body: {} });
  setToken('second');
  await request('POST', '/api/v1/x', { body: {} });

  const sent = fetchMock.mock.calls.map(([, init]) => new Headers(init?.headers));
  expect(sent.map((headers) => headers.get('X-CSRFToken'))).toEqual(['first', 'second']);
});

test('throws a problem with its fields', async () => {
  const body = {
    code: 'invalid',
    title: 'Có chỗ chưa đúng',
    errors: [{ pointer: '/lines/0/quantity', message: 'Ít nhất 1' }],
  };
  fetchMock.mockResolvedValue(answer(422, body));

  const error = await request('POST', '/api/v1/x').catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(ProblemError);
  expect((error as ProblemError).code).toBe('invalid');
  expect(formErrors(error)).toEqual({ 'lines.0.quantity': 'Ít nhất 1' });
});

test('tells when the session is over', async () => {
  const onSignedOut = vi.fn();
  setSessionHandlers({ onSignedOut });
  fetchMock.mockResolvedValue(answer(401, {}));

  await expect(request('GET', '/api/v1/me')).rejects.toThrow(ProblemError);

  expect(onSignedOut).toHaveBeenCalledOnce();
});

test('asks for the password again and repeats the call', async () => {
  setSessionHandlers({ onReauthenticate: async () => true });
  fetchMock
    .mockResolvedValueOnce(answer(401, { data: { flows: [{ id: 'reauthenticate' }] } }))
    .mockResolvedValueOnce(answer(200, { ok: true }));

  expect(await request('POST', '/api/v1/x')).toEqual({ ok: true });
});

test('says so when there is no network', async () => {
  fetchMock.mockRejectedValue(new TypeError('Failed to fetch'));

  await expect(request('GET', '/api/v1/x')).rejects.toMatchObject({ status: 0, code: 'offline' });
});

test('understands validation errors of the framework and an HTML failure page', () => {
  const ninja = problemOf(
    422,
    { detail: [{ loc: ['body', 'body', 'name'], msg: 'required' }] },
    'en',
  );
  expect(formErrors(ninja)).toEqual({ name: 'required' });
  expect(problemOf(500, null, 'vi').message).toContain('Máy chủ');
});
