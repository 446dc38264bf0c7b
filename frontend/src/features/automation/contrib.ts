import { IconRoute } from '@tabler/icons-react';
import type { AuditDetail, Contribution } from '@/kit/contrib';
import { useFlowNames } from './data';
import { messages } from './messages';
import { narrators } from './narrators';
import { FlowPicker } from './pickers';

const version: AuditDetail = ({ version }, language) =>
  typeof version === 'number' ? `${language === 'vi' ? 'Phiên bản' : 'Version'} ${version}` : '';

export const contribution: Contribution = {
  feature: 'automation',
  messages,
  navigation: [
    {
      stage: 'automate',
      order: 10,
      to: '/flows',
      label: { vi: 'Kịch bản', en: 'Flows' },
      icon: IconRoute,
      permission: 'flow.view',
    },
  ],
  routes: [
    { path: 'flows', load: () => import('./FlowsPage') },
    { path: 'flow-library', load: () => import('./LibraryPage') },
    { path: 'flows/$flowId', load: () => import('./FlowPage'), bare: true },
    { path: 'flows/$flowId/runs/$runId', load: () => import('./RunPage') },
  ],
  narrators,
  itemPaths: { flow: (id) => `/flows/${id}` },
  auditDetails: { 'flow.published': version },
  useNames: useFlowNames,
  refreshes: { 'flow.*': ['flow-report', 'flow-runs', 'timeline'] },
  pickers: { flow: FlowPicker },
};
