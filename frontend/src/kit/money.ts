/** Whole đồng: how they are read from people and shown to them. */

const FORMAT = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 });

/** Show an amount the Vietnamese way: `1.250.000 ₫`. */
export function formatMoney(amount: number): string {
  return `${formatNumber(amount)} ₫`;
}

/** Show a whole number with dots between thousands. */
export function formatNumber(value: number): string {
  return FORMAT.format(Math.round(value));
}

/** Show a large amount briefly for charts: `1,2 tr`, `350 k`. */
export function formatShortMoney(amount: number): string {
  const size = Math.abs(amount);
  if (size >= 1_000_000_000) return `${trim(amount / 1_000_000_000)} tỷ`;
  if (size >= 1_000_000) return `${trim(amount / 1_000_000)} tr`;
  if (size >= 1_000) return `${trim(amount / 1_000)} k`;
  return FORMAT.format(amount);
}

function trim(value: number): string {
  return new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }).format(value);
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
