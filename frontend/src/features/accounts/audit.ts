/** Details of this room's entries in the audit log. */

import type { AuditDetail } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { messages } from './messages';

const ROLES = ['owner', 'manager', 'editor', 'viewer'] as const;
const SETTINGS = ['address', 'phone', 'email', 'website', 'tax_code', 'bank', 'shipping'] as const;

const role: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  if (data.active === false) return t('memberIsOut');
  const known = ROLES.find((name) => name === data.role);
  return known ? t('memberHasRole', { role: t(`role_${known}`) }) : '';
};

const settings: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  const given = Array.isArray(data.settings) ? data.settings : [];
  const names = SETTINGS.filter((name) => given.includes(name)).map((name) => t(`setting_${name}`));
  return names.length > 0 ? t('changedSettings', { names: names.join(', ') }) : '';
};

const clock: AuditDetail = ({ from, to }, language, dateTime) =>
  typeof from === 'string' && typeof to === 'string'
    ? translator(messages, language)('clockMoved', { from: dateTime(from), to: dateTime(to) })
    : '';

export const auditDetails: Record<string, AuditDetail> = {
  'workspace.updated': settings,
  'member.added': role,
  'member.changed': role,
  'apikey.created': role,
  'clock.advanced': clock,
};
