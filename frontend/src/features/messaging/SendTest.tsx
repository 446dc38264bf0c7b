/** Sending an e-mail as it stands to oneself, or to somebody one works with. */

import { Alert, Button, List, Select, Stack, Text } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText, formErrors } from '@/api/problem';
import type { Schema } from '@/api/routes';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { Dialog, tellDone, useWrite } from '@/ui';
import { useInboxLink } from './inboxLink';
import { useT } from './messages';

/** What is sent: the draft, filled with a customer's data or with examples. */
export type TestOf = Pick<Schema<'ContentTestIn'>, 'subject' | 'preview' | 'purpose' | 'tree'>;
type Sent = Schema<'ContentTestOut'>;

interface SendTestProps {
  contentId: string;
  draft: TestOf;
  customer: string | null;
}

export function SendTest(props: SendTestProps) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconMailForward size={16} />}
        onClick={() => setOpened(true)}
      >
        {t('sendTest')}
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('sendTest')}>
        {opened && <Form {...props} onDone={() => setOpened(false)} />}
      </Dialog>
    </>
  );
}

function Form({ contentId, draft, customer, onDone }: SendTestProps & { onDone: () => void }) {
  const t = useT();
  const { language } = useLanguage();
  const { api, key, can } = useWorkspace();
  const inboxLink = useInboxLink();
  const [member, setMember] = useState('');
  const [failure, setFailure] = useState<string[]>([]);
  const members = useQuery({
    queryKey: key('members'),
    queryFn: () => api.get<Schema<'MemberOut'>[]>('/members'),
    enabled: can('member.view'),
  });
  const send = useWrite<void, Sent>({
    run: () =>
      api.post<Sent>(`/contents/${contentId}/test`, {
        ...draft,
        customer_id: customer,
        member_id: member || null,
      }),
    refresh: [key('inbox')],
    onDone: ({ address, inbox_id }) => {
      tellDone(
        <>
          {t('testGone', { address })} {inbox_id !== null && inboxLink(inbox_id)}
        </>,
      );
      onDone();
    },
    onError: (error) => {
      const fields = Object.values(formErrors(error));
      setFailure(fields.length > 0 ? fields : [errorText(error, language)]);
      return true;
    },
  });
  return (
    <Stack>
      <Text size="sm">{t(customer ? 'testLeadCustomer' : 'testLead')}</Text>
      {can('member.view') && (
        <Select
          label={t('testWhom')}
          data={[
            { value: '', label: t('testToMe') },
            ...(members.data ?? [])
              .filter(({ active }) => active)
              .map(({ id, name, email }) => ({ value: id, label: `${name || email} (${email})` })),
          ]}
          value={member}
          onChange={(id) => setMember(id ?? '')}
          allowDeselect={false}
        />
      )}
      {failure.length > 0 && (
        <Alert color="red" role="alert" title={t('testFailed')}>
          <List size="sm">
            {failure.map((message) => (
              <List.Item key={message}>{message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Button
        loading={send.isPending}
        onClick={() => {
          setFailure([]);
          send.mutate();
        }}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('testSend')}
      </Button>
    </Stack>
  );
}
