/** Details of this room's entries in the audit log. */

import { describeChanges } from '@/kit/changes';
import type { AuditDetail } from '@/kit/contrib';
import { type Language, translator } from '@/kit/i18n';
import { messages } from './messages';

const ROLES = ['owner', 'manager', 'editor', 'viewer'] as const;
const SETTINGS = ['address', 'phone', 'email', 'website', 'tax_code', 'bank', 'shipping'] as const;

const called = (given: unknown, language: Language): string => {
  const known = ROLES.find((name) => name === given);
  return known ? translator(messages, language)(`role_${known}`) : String(given);
};

const role: AuditDetail = (data, language) =>
  data.role
    ? translator(messages, language)('memberHasRole', { role: called(data.role, language) })
    : '';

const member: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  return describeChanges(data, language, {
    role: [t('role'), (value) => called(value, language)],
    active: [t('access'), (value) => (value ? t('activeMember') : t('blockedMember'))],
  });
};

const settings: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  const given = Array.isArray(data.settings) ? data.settings : [];
  const names = SETTINGS.filter((name) => given.includes(name)).map((name) => t(`setting_${name}`));
  const said = names.length > 0 ? t('changedSettings', { names: names.join(', ') }) : '';
  const renamed = describeChanges(data, language, { name: [t('businessName')] });
  return [renamed, said].filter(Boolean).join('; ');
};

const clock: AuditDetail = ({ from, to }, language, dateTime) =>
  typeof from === 'string' && typeof to === 'string'
    ? translator(messages, language)('clockMoved', { from: dateTime(from), to: dateTime(to) })
    : '';

export const auditDetails: Record<string, AuditDetail> = {
  'workspace.updated': settings,
  'member.added': role,
  'member.changed': member,
  'apikey.created': role,
  'clock.advanced': clock,
};
