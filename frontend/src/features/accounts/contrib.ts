import { IconSettings } from '@tabler/icons-react';
import type { Contribution } from '@/kit/contrib';
import { auditDetails } from './audit';
import { messages } from './messages';

export const contribution: Contribution = {
  feature: 'accounts',
  messages,
  itemPaths: {
    member: () => '/settings?tab=members',
    apikey: () => '/settings?tab=api-keys',
  },
  auditDetails,
  navigation: [
    {
      stage: 'settings',
      order: 0,
      to: '/settings',
      label: { vi: 'Cài đặt', en: 'Settings' },
      icon: IconSettings,
      permission: 'settings.view',
    },
  ],
  routes: [{ path: 'settings', load: () => import('./SettingsPage') }],
  settings: [
    {
      key: 'workspace',
      order: 10,
      label: { vi: 'Doanh nghiệp', en: 'Business' },
      permission: 'settings.view',
      load: () => import('./WorkspaceTab'),
    },
    {
      key: 'members',
      order: 20,
      label: { vi: 'Thành viên', en: 'Members' },
      permission: 'member.view',
      load: () => import('./MembersTab'),
    },
    {
      key: 'api-keys',
      order: 30,
      label: { vi: 'Khoá API', en: 'API keys' },
      permission: 'apikey.view',
      load: () => import('./ApiKeysTab'),
    },
    {
      key: 'audit',
      order: 90,
      label: { vi: 'Nhật ký', en: 'Audit log' },
      permission: 'audit.view',
      load: () => import('./AuditTab'),
    },
  ],
};
