import { Anchor, Box, Group, Paper, Stack, Table, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useWorkspace } from '@/kit/workspace';
import { Page, QueryView, WLink } from '@/ui';
import { useT } from './messages';
import type { InboxMail } from './types';

export default function MailPage() {
  const { itemId = '' } = useParams({ strict: false }) as { itemId?: string };
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('inbox', itemId),
    queryFn: () => api.get<InboxMail>(`/inbox/${itemId}`),
  });
  return <QueryView query={query}>{(mail) => <Mail mail={mail} />}</QueryView>;
}

function Mail({ mail }: { mail: InboxMail }) {
  const t = useT();
  const { api, dateTime } = useWorkspace();
  return (
    <Page title={mail.subject || t('noSubject')} back={{ to: '/inbox', label: t('inbox') }}>
      <Group gap="lg">
        <Text size="sm">
          <Text span c="dimmed">
            {t('to')}:{' '}
          </Text>
          {mail.address}
        </Text>
        <Text size="sm" c="dimmed">
          {dateTime(mail.at)}
        </Text>
        {mail.customer_id !== null && (
          <WLink to={`/customers/${mail.customer_id}`} size="sm">
            {t('openCustomer')}
          </WLink>
        )}
      </Group>
      <Tabs defaultValue="mail" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="mail">{t('tabMail')}</Tabs.Tab>
          <Tabs.Tab value="text">{t('tabText')}</Tabs.Tab>
          <Tabs.Tab value="links">
            {t('tabLinks')} ({mail.links.length})
          </Tabs.Tab>
          <Tabs.Tab value="headers">{t('tabHeaders')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="mail">
          <Paper withBorder style={{ overflow: 'hidden' }}>
            <iframe
              title={t('frameTitle')}
              src={api.url(`/inbox/${mail.id}/frame`)}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              style={{ width: '100%', height: '70vh', border: 0, display: 'block' }}
            />
          </Paper>
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <Paper withBorder p="lg">
            <Text component="pre" ff="monospace" size="sm" style={{ whiteSpace: 'pre-wrap' }}>
              {mail.text}
            </Text>
          </Paper>
        </Tabs.Panel>
        <Tabs.Panel value="links">
          <Links links={mail.links} />
        </Tabs.Panel>
        <Tabs.Panel value="headers">
          <Paper withBorder>
            <Table.ScrollContainer minWidth={480}>
              <Table aria-label={t('tabHeaders')}>
                <Table.Tbody>
                  {Object.entries(mail.headers).map(([name, value]) => (
                    <Table.Tr key={name}>
                      <Table.Th w={200}>{name}</Table.Th>
                      <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Paper>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Links({ links }: { links: InboxMail['links'] }) {
  const t = useT();
  if (links.length === 0) return <Text c="dimmed">{t('noLinks')}</Text>;
  return (
    <Stack gap="xs">
      {links.map(({ url, href }) => (
        <Paper withBorder p="sm" key={href}>
          <Box style={{ overflowWrap: 'anywhere' }}>
            <Anchor href={href} target="_blank" rel="noreferrer">
              {url || t('linkToRefuse')}
            </Anchor>
            {href !== url && (
              <Text size="xs" c="dimmed">
                {t('linkInMail')}: {href}
              </Text>
            )}
          </Box>
        </Paper>
      ))}
    </Stack>
  );
}
