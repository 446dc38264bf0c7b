import { IconFileImport, IconUsers } from '@tabler/icons-react';
import type { Contribution } from '@/kit/contrib';
import { useTagNames } from './api';
import { auditDetails } from './audit';
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
    { path: 'merge-suggestions', load: () => import('./MergePage') },
    { path: 'imports', load: () => import('./ImportsPage') },
    { path: 'imports/$importId', load: () => import('./ImportPage') },
  ],
  narrators,
  itemPaths: {
    customer: (id) => `/customers/${id}`,
    import: (id) => `/imports/${id}`,
    customer_field: () => '/settings?tab=customer-fields',
  },
  auditDetails,
  refreshes: {
    'customer.*': ['customers', 'tags', 'merge-suggestions'],
    'consent.*': ['customers'],
    'form.submitted': ['customers'],
    'order.*': ['customers'],
    'voucher.*': ['customers'],
    'message.*': ['timeline'],
    'flow.*': ['timeline'],
    'import.*': ['imports', 'customers'],
  },
  useNames: useTagNames,
  settings: [
    {
      key: 'customer-fields',
      order: 25,
      label: { vi: 'Trường khách hàng', en: 'Customer fields' },
      permission: 'settings.view',
      load: () => import('./FieldsTab'),
    },
  ],
  pickers: { customer: CustomerPicker, tag: TagPicker },
};
