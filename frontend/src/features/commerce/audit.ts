/** Details of this room's entries in the audit log. */

import { describeChanges } from '@/kit/changes';
import type { AuditDetail } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { formatMoney, formatNumber } from '@/kit/money';
import { messages } from './messages';

const money = (value: unknown) => formatMoney(Number(value));
const number = (value: unknown) => formatNumber(Number(value));

const stock: AuditDetail = ({ delta, reason }) =>
  [typeof delta === 'number' && delta > 0 ? `+${delta}` : delta, reason]
    .filter(Boolean)
    .join(' · ');

const product: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  return describeChanges(data, language, {
    name: [t('name')],
    price: [t('price'), money],
    compare_price: [t('comparePrice'), money],
    sku: [t('sku')],
    active: [t('state'), (value) => t(value ? 'active' : 'inactive')],
  });
};

const voucher: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  return describeChanges(data, language, {
    name: [t('name')],
    value: [t('value'), number],
    min_total: [t('minTotal'), money],
    valid_days: [t('validDays'), number],
    limit: [t('limit'), number],
    active: [t('state'), (value) => t(value ? 'voucherActive' : 'voucherStopped')],
  });
};

export const auditDetails: Record<string, AuditDetail> = {
  'stock.adjusted': stock,
  'product.updated': product,
  'voucher.updated': voucher,
};
