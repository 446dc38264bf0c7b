import { Alert, Badge, FileButton, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconFileImport, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { formatNumber } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { DataList, Page, SearchBox, useCursorList, useGo, useUrlState, useWrite } from '@/ui';
import { useT } from './messages';
import type { ImportInfo } from './types';

const ACCEPTED = /\.(xlsx|csv)$/i;

export const importColors: Record<ImportInfo['state'], string> = {
  uploading: 'gray',
  uploaded: 'orange',
  mapped: 'blue',
  running: 'blue',
  done: 'teal',
  failed: 'red',
};

export default function ImportsPage() {
  const t = useT();
  const { can, dateTime } = useWorkspace();
  const [filter, setFilter, clear] = useUrlState({ q: '' });
  const list = useCursorList<ImportInfo>('imports', '/imports', filter);
  return (
    <Page title={t('imports')} description={t('importsLead')}>
      {can('import.edit') && <Upload />}
      <Group>
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('importSearch')}
        />
      </Group>
      <DataList
        label={t('imports')}
        query={list}
        rowKey={(row) => row.id}
        rowTo={(row) => `/imports/${row.id}`}
        filtered={filter.q !== ''}
        onClearFilters={clear}
        columns={[
          {
            key: 'file',
            header: t('file'),
            primary: true,
            render: (row, link) => link(row.filename),
          },
          {
            key: 'state',
            header: t('state'),
            render: (row) => (
              <Badge variant="light" tt="none" color={importColors[row.state]}>
                {t(`importState_${row.state}`)}
              </Badge>
            ),
          },
          {
            key: 'rows',
            header: t('rows'),
            align: 'right',
            render: (row) => formatNumber(row.total),
          },
          { key: 'at', header: t('created'), render: (row) => dateTime(row.created_at) },
        ]}
        empty={{ icon: IconFileImport, title: t('noImports'), hint: t('noImportsHint') }}
      />
    </Page>
  );
}

function Upload() {
  const t = useT();
  const { api, key } = useWorkspace();
  const go = useGo();
  const [wrong, setWrong] = useState(false);
  const [over, setOver] = useState(false);
  const send = useWrite<File, ImportInfo>({
    run: (file) => {
      const form = new FormData();
      form.append('file', file);
      return api.post<ImportInfo>('/imports', form);
    },
    refresh: [key('imports')],
    onDone: (result) => go(`/imports/${result.id}`),
  });
  const take = (file: File | null | undefined) => {
    if (!file) return;
    setWrong(!ACCEPTED.test(file.name));
    if (ACCEPTED.test(file.name)) send.mutate(file);
  };
  return (
    <Stack gap="xs">
      <FileButton onChange={take} accept=".xlsx,.csv">
        {(props) => (
          <UnstyledButton {...props} disabled={send.isPending}>
            <Paper
              withBorder
              p="xl"
              bg={over ? 'var(--mantine-primary-color-light)' : 'transparent'}
              style={{ borderStyle: 'dashed' }}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(true);
              }}
              onDragLeave={() => setOver(false)}
              onDrop={(event) => {
                event.preventDefault();
                setOver(false);
                take(event.dataTransfer.files[0]);
              }}
            >
              <Group justify="center" gap="sm">
                <IconUpload size={22} aria-hidden />
                <div>
                  <Text fw={600}>{t('upload')}</Text>
                  <Text size="sm" c="dimmed">
                    {t('uploadHint')}
                  </Text>
                </div>
              </Group>
            </Paper>
          </UnstyledButton>
        )}
      </FileButton>
      {wrong && (
        <Alert color="red" role="alert">
          {t('uploadWrong')}
        </Alert>
      )}
    </Stack>
  );
}
