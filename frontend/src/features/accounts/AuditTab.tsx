import { Code, Text } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import type { Schema } from '@/api/routes';
import { useWorkspace } from '@/kit/workspace';
import { DataList, useCursorList } from '@/ui';
import { useT } from './messages';

type AuditEntry = Schema<'AuditOut'>;

export default function AuditTab() {
  const t = useT();
  const { dateTime } = useWorkspace();
  const list = useCursorList<AuditEntry>('audit', '/audit');
  return (
    <DataList
      label={t('audit')}
      query={list}
      rowKey={(row) => row.id}
      columns={[
        { key: 'at', header: t('at'), render: (row) => dateTime(row.at), width: 160 },
        {
          key: 'who',
          header: t('who'),
          primary: true,
          render: (row) => <Text fw={500}>{row.actor_name}</Text>,
        },
        { key: 'action', header: t('action'), render: (row) => <Code>{row.action}</Code> },
        {
          key: 'item',
          header: t('item'),
          render: (row) => (
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {row.kind} {row.item_id}
            </Text>
          ),
        },
      ]}
      empty={{ icon: IconListDetails, title: t('noAudit'), hint: t('noAuditHint') }}
    />
  );
}
