/** Failures of the API as typed errors: RFC 9457 problem documents with field pointers. */

import type { Language } from '@/kit/i18n';

export interface FieldProblem {
  /** JSON pointer into the request body, e.g. `/lines/0/quantity`. */
  pointer: string;
  message: string;
}

export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldProblem[];
  readonly data: Record<string, unknown>;

  constructor(init: {
    status: number;
    code: string;
    message: string;
    fields?: FieldProblem[];
    data?: Record<string, unknown>;
  }) {
    super(init.message);
    this.name = 'ProblemError';
    this.status = init.status;
    this.code = init.code;
    this.fields = init.fields ?? [];
    this.data = init.data ?? {};
  }
}

const GENERIC: Record<Language, Record<string, string>> = {
  vi: {
    offline: 'Không kết nối được máy chủ. Hãy kiểm tra mạng rồi thử lại.',
    forbidden: 'Vai trò của bạn không cho phép việc này. Hãy nhờ quản lý.',
    not_found: 'Không tìm thấy. Mục này có thể đã bị xoá hoặc bạn chưa được chia sẻ.',
    signed_out: 'Phiên làm việc đã hết. Hãy đăng nhập lại.',
    too_large: 'Tệp quá lớn.',
    invalid: 'Có chỗ chưa đúng, xin xem từng mục.',
    server: 'Máy chủ gặp lỗi. Hãy thử lại sau ít phút.',
  },
  en: {
    offline: 'The server cannot be reached. Check your connection and try again.',
    forbidden: 'Your role does not allow this. Ask a manager.',
    not_found: 'Not found. It may have been deleted, or it has not been shared with you.',
    signed_out: 'Your session has ended. Sign in again.',
    too_large: 'The file is too large.',
    invalid: 'Some values are not right; see each of them.',
    server: 'The server had a problem. Try again in a few minutes.',
  },
};

function genericCode(status: number): string {
  if (status === 0) return 'offline';
  if (status === 401) return 'signed_out';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  return status < 500 ? 'invalid' : 'server';
}

/** Build the error of a response from its status and parsed body, whatever shape the body has. */
export function problemOf(status: number, body: unknown, language: Language): ProblemError {
  const code = genericCode(status);
  const fallback = GENERIC[language][code] ?? '';
  const doc = isRecord(body) ? body : {};
  const fields = [...problemFields(doc.errors), ...validationFields(doc.detail)];
  const said = text(doc.detail) ?? text(doc.title) ?? allauthText(doc.errors);
  return new ProblemError({
    status,
    code: text(doc.code) ?? code,
    message: said ?? fallback,
    fields,
    data: isRecord(doc.data) ? doc.data : {},
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function problemFields(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isRecord).map((item) => ({
    pointer: text(item.pointer) ?? (text(item.param) ? `/${item.param as string}` : ''),
    message: text(item.message) ?? '',
  }));
}

/** Django Ninja's own 422 body: `{detail: [{loc: ["body", "payload", "name"], msg}]}`. */
function validationFields(detail: unknown): FieldProblem[] {
  if (!Array.isArray(detail)) return [];
  return detail.filter(isRecord).map((item) => {
    const loc = Array.isArray(item.loc) ? item.loc.map(String) : [];
    return { pointer: `/${loc.slice(2).join('/')}`, message: text(item.msg) ?? '' };
  });
}

function allauthText(errors: unknown): string | undefined {
  if (!Array.isArray(errors)) return undefined;
  const first = errors.find(isRecord);
  return first ? text(first.message) : undefined;
}

/** Field messages by dotted form path (`lines.0.quantity`), for Mantine's form.setErrors. */
export function formErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError)) return {};
  const found: Record<string, string> = {};
  for (const { pointer, message } of error.fields) {
    const path = pointer.replace(/^#?\//, '').replaceAll('/', '.');
    if (path && !(path in found)) found[path] = message;
  }
  return found;
}

/** What to say about any failure. */
export function errorText(error: unknown, language: Language = 'vi'): string {
  if (error instanceof ProblemError) return error.message;
  return GENERIC[language].server ?? '';
}
