import { IconLayoutDashboard } from '@tabler/icons-react';
import type { Contribution } from '@/kit/contrib';
import { messages } from './messages';

export const contribution: Contribution = {
  feature: 'reports',
  messages,
  navigation: [
    {
      stage: 'home',
      order: 0,
      to: '/',
      label: { vi: 'Tổng quan', en: 'Overview' },
      icon: IconLayoutDashboard,
      permission: 'report.view',
    },
  ],
  routes: [{ path: '', load: () => import('./OverviewPage') }],
  refreshes: {
    'order.*': ['overview'],
    'form.submitted': ['overview'],
    'customer.created': ['overview'],
    'message.sent': ['overview'],
    'page.published': ['overview'],
    'flow.*': ['overview'],
  },
};
