import { IconFileImport, IconUsers } from '@tabler/icons-react';
import type { Contribution } from '@/kit/contrib';
import { useTagNames } from './api';
import { messages } from './messages';
import { narrators } from './narrators';
import { CustomerPicker, TagPicker } from './pickers';

export const contribution: Contribution = {
  feature: 'customers',
  messages,
  navigation: [
    {
      stage: 'digitize',
      order: 10,
      to: '/customers',
      label: { vi: 'Khách hàng', en: 'Customers' },
      icon: IconUsers,
      permission: 'customer.view',
    },
    {
      stage: 'digitize',
      order: 40,
      to: '/imports',
      label: { vi: 'Nhập danh sách', en: 'Imports' },
      icon: IconFileImport,
      permission: 'import.view',
    },
  ],
  routes: [
    { path: 'customers', load: () => import('./CustomersPage') },
    { path: 'customers/$customerId', load: () => import('./CustomerPage') },
    { path: 'imports', load: () => import('./ImportsPage') },
    { path: 'imports/$importId', load: () => import('./ImportPage') },
  ],
  narrators,
  refreshes: {
    'customer.*': ['customers', 'tags'],
    'consent.*': ['customers'],
    'form.submitted': ['customers'],
    'order.*': ['customers'],
    'voucher.*': ['customers'],
    'message.*': ['timeline'],
    'flow.*': ['timeline'],
    'import.*': ['imports', 'customers'],
  },
  useNames: useTagNames,
  pickers: { customer: CustomerPicker, tag: TagPicker },
};
