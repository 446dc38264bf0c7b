import { Box, Button, Code, Group, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import {
  DataList,
  Dialog,
  nextTo,
  Page,
  useCursorList,
  useFocusAfter,
  useUi,
  useWrite,
} from '@/ui';
import { useT } from './messages';

interface Capture {
  id: number;
  kind: string;
  payload: Record<string, unknown>;
  received_at: string;
  attempts: number;
  error: { code?: string; vi?: string; en?: string } | null;
}

export default function CapturesPage() {
  const t = useT();
  const ui = useUi();
  const { api, key, can, dateTime } = useWorkspace();
  const { language } = useLanguage();
  const [shown, setShown] = useState<Capture | null>(null);
  const list = useCursorList<Capture>('captures', '/captures', { state: 'failed' });
  const ids = list.data?.pages.flatMap((page) => page.items.map(({ id }) => id)) ?? [];
  const { list: shownList, focusNext } = useFocusAfter(ids.join());
  const retry = useWrite<number>({
    run: (id) => api.post(`/captures/${id}/retry`),
    refresh: [key('captures')],
    done: t('retried'),
  });
  const again = (id: number) => {
    const near = nextTo(ids, ids.indexOf(id)).map((other) => `[data-row="${other}"] button`);
    focusNext(...near, '[data-captures]');
    retry.mutate(id);
  };
  const kindOf = (kind: string) =>
    kind === 'form' || kind === 'checkout' ? t(`kind_${kind}`) : kind;
  return (
    <Page title={t('captures')} description={t('capturesLead')}>
      <div ref={shownList}>
        <Box data-captures tabIndex={-1} className="mantine-focus-auto">
          <DataList
            label={t('captures')}
            query={list}
            rowKey={(row) => String(row.id)}
            columns={[
              {
                key: 'kind',
                header: t('kind'),
                primary: true,
                render: (row) => <Text fw={500}>{kindOf(row.kind)}</Text>,
              },
              {
                key: 'error',
                header: t('error'),
                render: (row) => row.error?.[language] ?? row.error?.code ?? t('unknown'),
              },
              {
                key: 'attempts',
                header: t('attempts'),
                align: 'right',
                render: (row) => row.attempts,
              },
              { key: 'at', header: t('receivedAt'), render: (row) => dateTime(row.received_at) },
              {
                key: 'actions',
                header: ui('actions'),
                align: 'right',
                render: (row) => (
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button size="xs" variant="default" onClick={() => setShown(row)}>
                      {t('show')}
                    </Button>
                    {can('capture.edit') && (
                      <Button
                        size="xs"
                        variant="light"
                        loading={retry.isPending && retry.variables === row.id}
                        onClick={() => again(row.id)}
                      >
                        {t('retry')}
                      </Button>
                    )}
                  </Group>
                ),
              },
            ]}
            empty={{ icon: IconCircleCheck, title: t('none'), hint: t('noneHint') }}
          />
        </Box>
      </div>
      <Dialog opened={shown !== null} onClose={() => setShown(null)} title={t('details')} size="lg">
        <Code block>{JSON.stringify(shown?.payload ?? {}, null, 2)}</Code>
      </Dialog>
    </Page>
  );
}
