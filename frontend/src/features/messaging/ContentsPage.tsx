import { Badge, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMail, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import {
  DataList,
  Dialog,
  Page,
  SearchBox,
  useCursorList,
  useGo,
  useUi,
  useUrlState,
  useWrite,
} from '@/ui';
import { useT } from './messages';
import { TemplateText } from './TemplateText';
import { type Content, type ContentRow, PURPOSES, type Purpose } from './types';

export default function ContentsPage() {
  const t = useT();
  const { can, dateTime } = useWorkspace();
  const [adding, add] = useDisclosure(false);
  const [filter, setFilter, clear] = useUrlState({ q: '' });
  const list = useCursorList<ContentRow>('contents', '/contents', filter);
  const button = can('content.edit') && (
    <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
      {t('addContent')}
    </Button>
  );
  return (
    <Page title={t('contents')} description={t('contentsLead')} actions={button}>
      <Group>
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('contentSearch')}
        />
      </Group>
      <DataList
        label={t('contents')}
        query={list}
        rowKey={(row) => row.id}
        rowTo={(row) => `/contents/${row.id}`}
        filtered={filter.q !== ''}
        onClearFilters={clear}
        columns={[
          {
            key: 'name',
            header: t('content'),
            primary: true,
            render: (row, link) => link(row.name),
          },
          {
            key: 'subject',
            header: t('subject'),
            render: (row) => (row.subject ? <TemplateText>{row.subject}</TemplateText> : '–'),
          },
          {
            key: 'purpose',
            header: t('purpose'),
            render: (row) => (
              <Badge variant="light" tt="none">
                {t(`purpose_${row.purpose}`)}
              </Badge>
            ),
          },
          { key: 'at', header: t('updated'), render: (row) => dateTime(row.updated_at) },
        ]}
        empty={{
          icon: IconMail,
          title: t('noContents'),
          hint: t('noContentsHint'),
          action: button,
        }}
      />
      <Dialog opened={adding} onClose={add.close} title={t('addContent')}>
        <NewContent />
      </Dialog>
    </Page>
  );
}

function NewContent() {
  const t = useT();
  const ui = useUi();
  const go = useGo();
  const { api, key } = useWorkspace();
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('transactional');
  const write = useWrite<void, Content>({
    run: () => api.post<Content>('/contents', { name: name.trim(), subject: name.trim(), purpose }),
    refresh: [key('contents')],
    done: t('created'),
    onDone: (content) => go(`/contents/${content.id}`),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={t('contentName')}
          value={name}
          maxLength={160}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
        />
        <Select
          label={t('purpose')}
          description={t(`purposeHint_${purpose}`)}
          data={PURPOSES.map((item) => ({ value: item, label: t(`purpose_${item}`) }))}
          value={purpose}
          onChange={(next) => next && setPurpose(next as Purpose)}
          allowDeselect={false}
        />
        <Button type="submit" loading={write.isPending} disabled={!name.trim()}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}
