/**
 * Whole đồng: how they are read from people and shown to them. Numbers are written as the language
 * of the document writes them, which the language switch sets.
 */

/** An amount; or the words typed where they are none, so that they are refused and not lost. */
export type Money = number | string | null;

interface Style {
  format: Intl.NumberFormat;
  units: readonly [size: number, name: string][];
}

const STYLES: Record<'vi' | 'en', Style> = {
  vi: {
    format: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }),
    units: [
      [1_000_000_000, ' tỷ'],
      [1_000_000, ' tr'],
      [1_000, ' k'],
    ],
  },
  en: {
    format: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
    units: [
      [1_000_000_000, 'bn'],
      [1_000_000, 'm'],
      [1_000, 'k'],
    ],
  },
};

function style(): Style {
  return document.documentElement.lang === 'en' ? STYLES.en : STYLES.vi;
}

/** Show an amount: `1.250.000 ₫` in Vietnamese, `1,250,000 ₫` in English. */
export function formatMoney(amount: number): string {
  return `${formatNumber(amount)} ₫`;
}

/** Show a whole number with its thousands apart. */
export function formatNumber(value: number): string {
  return style().format.format(Math.round(value));
}

/** Show a large amount briefly for charts: `1,2 tr`, `350 k`; `1.2m`, `350k`. */
export function formatShortMoney(amount: number): string {
  const { format, units } = style();
  const [size, name] = units.find(([least]) => Math.abs(amount) >= least) ?? [1, ''];
  return format.format(amount / size) + name;
}

const UNITS: Record<string, number> = {
  k: 1_000,
  n: 1_000,
  nghìn: 1_000,
  ngàn: 1_000,
  tr: 1_000_000,
  triệu: 1_000_000,
  m: 1_000_000,
  tỷ: 1_000_000_000,
  ty: 1_000_000_000,
};

/** Read what people type: `1.250.000`, `1,250,000 đ`, `1250k`, `1tr2`, `1,5tr`; null if unreadable. */
export function parseMoney(text: string): number | null {
  const cleaned = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/(₫|vnđ|vnd|đồng|đ)$/u, '')
    .replace(/\s+/gu, '')
    .replace(/(₫|vnđ|vnd|đồng|đ)$/u, '');
  if (cleaned === '') return null;
  return parsePlain(cleaned) ?? parseWithUnit(cleaned);
}

function parsePlain(text: string): number | null {
  if (/^\d+$/.test(text)) return safe(Number(text));
  if (/^\d{1,3}([.,]\d{3})+$/.test(text)) return safe(Number(text.replace(/[.,]/g, '')));
  return null;
}

function parseWithUnit(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)*)(k|n|nghìn|ngàn|tr|triệu|m|tỷ|ty)(\d{0,3})$/u.exec(text);
  if (!match) return null;
  const [, head = '', unit = '', tail = ''] = match;
  const size = UNITS[unit] ?? 0;
  const grouped = /^\d{1,3}([.,]\d{3})+$/.test(head);
  if (tail !== '' && /[.,]/.test(head) && !grouped) return null;
  const base = grouped ? Number(head.replace(/[.,]/g, '')) : Number(head.replace(',', '.'));
  const rest = tail === '' ? 0 : Number(tail) / 10 ** tail.length;
  return safe(Math.round((base + rest) * size));
}

function safe(value: number): number | null {
  return Number.isSafeInteger(value) ? value : null;
}
