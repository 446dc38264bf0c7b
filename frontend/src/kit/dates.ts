/** Dates and times as a Vietnamese business reads them, always in the workspace's zone. */

export const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';

interface Parts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(zone, made);
  return made;
}

function partsOf(at: Date, zone: string): Parts {
  const found: Record<string, string> = {};
  for (const part of formatter(zone).formatToParts(at)) found[part.type] = part.value;
  return {
    year: found.year ?? '',
    month: found.month ?? '',
    day: found.day ?? '',
    hour: found.hour ?? '',
    minute: found.minute ?? '',
  };
}

function toDate(value: string | Date): Date | null {
  const at = value instanceof Date ? value : new Date(value);
  return Number.isNaN(at.getTime()) ? null : at;
}

const DAY_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `23/11/2026`; a plain ISO day stays the day it names. */
export function formatDate(value: string | Date, zone: string = DEFAULT_ZONE): string {
  const plain = typeof value === 'string' ? DAY_ONLY.exec(value) : null;
  if (plain) return `${plain[3]}/${plain[2]}/${plain[1]}`;
  const at = toDate(value);
  if (!at) return '';
  const { day, month, year } = partsOf(at, zone);
  return `${day}/${month}/${year}`;
}

/** `23/11/2026 08:05`. */
export function formatDateTime(value: string | Date, zone: string = DEFAULT_ZONE): string {
  const at = toDate(value);
  return at ? `${formatDate(at, zone)} ${formatTime(at, zone)}` : '';
}

/** `08:05`. */
export function formatTime(value: string | Date, zone: string = DEFAULT_ZONE): string {
  const at = toDate(value);
  if (!at) return '';
  const { hour, minute } = partsOf(at, zone);
  return `${hour}:${minute}`;
}

/** The ISO day (`2026-11-23`) that an instant falls on in the zone. */
export function dayOf(value: string | Date, zone: string = DEFAULT_ZONE): string {
  const at = toDate(value);
  if (!at) return '';
  const { year, month, day } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
}

/** Move an ISO day by whole days; what is no day, as in a link typed by hand, is none after. */
export function addDays(day: string, days: number): string {
  const at = toDate(`${day}T00:00:00Z`);
  if (!at) return '';
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The instant at which a wall-clock time (`2026-11-23T08:05`) happens in the zone. */
export function instantOf(wall: string, zone: string = DEFAULT_ZONE): Date | null {
  const guess = toDate(`${wall.length === 10 ? `${wall}T00:00` : wall.slice(0, 16)}:00Z`);
  if (!guess) return null;
  const shown = partsOf(guess, zone);
  const seen = Date.UTC(
    Number(shown.year),
    Number(shown.month) - 1,
    Number(shown.day),
    Number(shown.hour),
    Number(shown.minute),
  );
  return new Date(guess.getTime() - (seen - guess.getTime()));
}

const WRITTEN = /^(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4}|\d{2})$/;

/**
 * The ISO day in `5/3/1990`, `05.03.90` or `1990-03-05`, day before month; null for what is none.
 *
 * A year of two digits is the last one that is not after `latest`, an ISO day.
 */
export function parseDay(text: string, latest: string): string | null {
  const iso = DAY_ONLY.exec(text.trim());
  const written = WRITTEN.exec(text.trim());
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  if (!written) return null;
  const [, day, month, year] = written.map(Number) as [number, number, number, number];
  if (written[3]?.length === 4) return existing(year, month, day);
  const recent = existing(2000 + year, month, day);
  return recent && recent <= latest ? recent : existing(1900 + year, month, day);
}

function existing(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const same = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return same && year >= 1900 ? at.toISOString().slice(0, 10) : null;
}
