/** Where somebody came from, in words: the one wording of links' UTM marks on all screens. */

import { defineMessages, type Language, translator } from './i18n';

/** UTM marks as kept with people and orders (`utm_source`) or with submissions (`source`). */
export type Source = Readonly<Record<string, unknown>>;

export const sourceMessages = defineMessages(
  {
    direct: 'Trực tiếp',
    import: 'Nhập danh sách',
    website: 'Trang web',
    sms: 'Tin nhắn SMS',
    qr: 'Mã QR',
    ads: 'quảng cáo',
    social: 'mạng xã hội',
    organic: 'tìm kiếm tự nhiên',
    referral: 'giới thiệu',
    affiliate: 'tiếp thị liên kết',
    oa: 'tài khoản OA',
    email: 'e-mail',
    campaign: 'chiến dịch {name}',
    content: 'mẫu {name}',
    term: 'từ khoá {name}',
  },
  {
    direct: 'Direct',
    import: 'Imported list',
    website: 'Website',
    sms: 'Text message',
    qr: 'QR code',
    ads: 'ads',
    social: 'social',
    organic: 'organic search',
    referral: 'referral',
    affiliate: 'affiliate',
    oa: 'official account',
    email: 'e-mail',
    campaign: 'campaign {name}',
    content: 'creative {name}',
    term: 'keyword {name}',
  },
);

type Word = keyof typeof sourceMessages.vi;

const NAMES: Record<string, string> = {
  facebook: 'Facebook',
  fb: 'Facebook',
  messenger: 'Messenger',
  instagram: 'Instagram',
  ig: 'Instagram',
  threads: 'Threads',
  zalo: 'Zalo',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  google: 'Google',
  bing: 'Bing',
  coccoc: 'Cốc Cốc',
  shopee: 'Shopee',
  lazada: 'Lazada',
  linkedin: 'LinkedIn',
  email: 'E-mail',
};

const SOURCES: Record<string, Word> = {
  direct: 'direct',
  '(direct)': 'direct',
  import: 'import',
  website: 'website',
  sms: 'sms',
  qr: 'qr',
};

const MEDIUMS: Record<string, Word> = {
  paid: 'ads',
  ads: 'ads',
  ad: 'ads',
  cpc: 'ads',
  ppc: 'ads',
  cpm: 'ads',
  display: 'ads',
  paid_social: 'ads',
  paidsocial: 'ads',
  'paid-social': 'ads',
  social: 'social',
  organic: 'organic',
  referral: 'referral',
  affiliate: 'affiliate',
  oa: 'oa',
  email: 'email',
  sms: 'sms',
  qr: 'qr',
};

/** `facebook` → `Facebook`, `direct` → `Trực tiếp`; a name nobody knows stays as the shop wrote it. */
export function sourceName(source: string, language: Language): string {
  const known = source.trim().toLowerCase();
  const word = look(SOURCES, known);
  return word ? translator(sourceMessages, language)(word) : (look(NAMES, known) ?? source.trim());
}

/** `Facebook · quảng cáo · chiến dịch tet`; empty when nothing is known. */
export function describeSource(marks: Source, language: Language): string {
  const t = translator(sourceMessages, language);
  const mark = (name: string) => {
    const value = marks[`utm_${name}`] ?? marks[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const [source, medium, campaign] = [mark('source'), mark('medium'), mark('campaign')];
  const way = look(MEDIUMS, medium.toLowerCase());
  const parts = [
    source && sourceName(source, language),
    medium.toLowerCase() === source.toLowerCase() ? '' : way ? t(way) : medium,
    campaign && t('campaign', { name: campaign }),
    mark('content') && t('content', { name: mark('content') }),
    mark('term') && t('term', { name: mark('term') }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** What shops write is looked up among own names only: `constructor` is no source of ours. */
function look<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
