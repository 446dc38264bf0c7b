/** Details of this room's entries in the audit log. */

import { describeChanges } from '@/kit/changes';
import type { AuditDetail } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { formatNumber } from '@/kit/money';
import { messages } from './messages';

const WORDS = {
  full_name: 'name',
  phone: 'phone',
  email: 'email',
  gender: 'gender',
  birthday: 'birthday',
  address: 'address',
  note: 'note',
  fields: 'ownFields',
} as const;

const fields: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  const given = Array.isArray(data.fields) ? data.fields : [];
  const names = Object.entries(WORDS).filter(([name]) => given.includes(name));
  const said = names.map(([, word]) => t(word).toLowerCase()).join(', ');
  return said ? t('auditFields', { names: said }) : '';
};

const rows: AuditDetail = (data, language) =>
  typeof data.rows === 'number'
    ? translator(messages, language)('auditRows', { count: formatNumber(data.rows) })
    : '';

const field: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  return describeChanges(data, language, {
    label: [t('auditLabel')],
    archived: [t('state'), (value) => t(value ? 'auditArchived' : 'auditInUse')],
  });
};

export const auditDetails: Record<string, AuditDetail> = {
  'customer.update': fields,
  'import.upload': rows,
  'customer_field.update': field,
};
