/** Details of this room's entries in the audit log. */

import { describeChanges } from '@/kit/changes';
import type { AuditDetail } from '@/kit/contrib';
import { translator } from '@/kit/i18n';
import { messages } from './messages';

const channel: AuditDetail = (data, language) => {
  const t = translator(messages, language);
  return describeChanges(data, language, {
    name: [t('channelName')],
    from_name: [t('fromName')],
    from_email: [t('fromEmail')],
    is_default: [t('isDefault'), (value) => t(value ? 'yes' : 'no')],
  });
};

export const auditDetails: Record<string, AuditDetail> = { 'channel.updated': channel };
