import { IconLayout } from '@tabler/icons-react';
import type { AuditDetail, Contribution, Narrator } from '@/kit/contrib';
import { describeSource } from '@/kit/sources';
import { messages } from './messages';
import { PagePicker, usePageNames, usePageTargets } from './pickers';

const submitted: Narrator = ({ subject_id, data }, language, names) => {
  const page = typeof data?.page_id === 'string' ? data.page_id : subject_id;
  const name = page ? names[page] : undefined;
  const text = language === 'vi' ? 'Gửi biểu mẫu' : 'Sent the form';
  const where = name ? ` ${language === 'vi' ? 'trên trang' : 'on page'} “${name}”` : '';
  const note = describeSource(data ?? {}, language);
  return {
    text: text + where,
    ...(note ? { note } : {}),
    ...(page ? { to: `/pages/${page}` } : {}),
  };
};

const version: AuditDetail = ({ version }, language) =>
  typeof version === 'number' ? `${language === 'vi' ? 'Bản' : 'Version'} ${version}` : '';

export const contribution: Contribution = {
  feature: 'sites',
  messages,
  navigation: [
    {
      stage: 'attract',
      order: 10,
      to: '/pages',
      label: { vi: 'Trang đích', en: 'Landing pages' },
      icon: IconLayout,
      permission: 'page.view',
    },
  ],
  routes: [
    { path: 'pages', load: () => import('./PagesPage') },
    { path: 'pages/$pageId', load: () => import('./editor/EditorPage'), bare: true },
  ],
  itemPaths: { page: (id) => `/pages/${id}` },
  auditDetails: { 'page.publish': version },
  narrators: { 'form.submitted': submitted },
  useNames: usePageNames,
  useLinkTargets: usePageTargets,
  refreshes: {
    'form.submitted': ['pages', 'submissions', 'timeline'],
    'page.published': ['pages'],
  },
  pickers: { page: PagePicker },
};
