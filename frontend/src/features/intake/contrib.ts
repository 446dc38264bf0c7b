import { IconAlertTriangle } from '@tabler/icons-react';
import type { Contribution } from '@/kit/contrib';
import { messages } from './messages';

export const contribution: Contribution = {
  feature: 'intake',
  messages,
  navigation: [
    {
      stage: 'digitize',
      order: 50,
      to: '/captures',
      label: { vi: 'Ghi nhận lỗi', en: 'Failed captures' },
      icon: IconAlertTriangle,
      permission: 'capture.view',
    },
  ],
  routes: [{ path: 'captures', load: () => import('./CapturesPage') }],
  refreshes: { 'form.submitted': ['captures'], 'order.placed': ['captures'] },
};
