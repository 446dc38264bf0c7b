import { IconForms } from '@tabler/icons-react';
import { useLanguage } from '@/kit/i18n';
import { describeSource } from '@/kit/sources';
import { useWorkspace } from '@/kit/workspace';
import { DataList, useCursorList, WLink } from '@/ui';
import { useT } from './messages';
import type { Submission } from './types';

/** What visitors sent through the forms of a page. */
export function SubmissionsTab({ pageId }: { pageId: string }) {
  const t = useT();
  const { dateTime } = useWorkspace();
  const { language } = useLanguage();
  const list = useCursorList<Submission>('submissions', `/pages/${pageId}/submissions`);
  return (
    <DataList
      label={t('submissions')}
      query={list}
      rowKey={(row) => row.id}
      columns={[
        { key: 'at', header: t('at'), primary: true, render: (row) => dateTime(row.at) },
        {
          key: 'answers',
          header: t('answers'),
          render: (row) => Object.values(row.values).filter(Boolean).join(' · ') || '–',
        },
        { key: 'consent', header: t('consented'), render: (row) => t(row.consent ? 'yes' : 'no') },
        {
          key: 'source',
          header: t('source'),
          render: (row) => describeSource(row.utm, language) || '–',
        },
        {
          key: 'customer',
          header: t('customer'),
          render: (row) =>
            row.customer_id ? (
              <WLink to={`/customers/${row.customer_id}`}>{t('openCustomer')}</WLink>
            ) : (
              '–'
            ),
        },
      ]}
      empty={{ icon: IconForms, title: t('noSubmissions'), hint: t('noSubmissionsHint') }}
    />
  );
}
