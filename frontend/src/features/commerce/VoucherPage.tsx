import { Badge, Box, Grid, Group, Paper, Stack, Title } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useWorkspace } from '@/kit/workspace';
import { Copyable, DataList, Editable, Page, QueryView, useCursorList, WLink } from '@/ui';
import { useT } from './messages';
import type { Voucher, VoucherCode } from './types';
import { VoucherForm } from './VoucherForm';

const COLORS = { issued: 'blue', used: 'teal', void: 'gray' } as const;

export default function VoucherPage() {
  const { voucherId = '' } = useParams({ strict: false }) as { voucherId?: string };
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('vouchers', voucherId),
    queryFn: () => api.get<Voucher>(`/vouchers/${voucherId}`),
  });
  return <QueryView query={query}>{(voucher) => <Details voucher={voucher} />}</QueryView>;
}

function Details({ voucher }: { voucher: Voucher }) {
  const t = useT();
  const { can } = useWorkspace();
  return (
    <Page title={voucher.name} back={{ to: '/vouchers', label: t('vouchers') }}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Paper withBorder p="lg">
            <Editable allowed={can('voucher.edit')}>
              <VoucherForm voucher={voucher} onDone={() => {}} />
            </Editable>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Title order={2}>{t('codes')}</Title>
            <Codes voucherId={voucher.id} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Codes({ voucherId }: { voucherId: string }) {
  const t = useT();
  const { date, dateTime } = useWorkspace();
  const list = useCursorList<VoucherCode>('vouchers', `/vouchers/${voucherId}/codes`);
  return (
    <DataList
      label={t('codes')}
      query={list}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'code',
          header: t('code'),
          primary: true,
          // Whole, to be read out; the table scrolls where there is no room.
          render: (row) => (
            <Box component="span" style={{ whiteSpace: 'nowrap' }}>
              <Copyable value={row.code} />
            </Box>
          ),
        },
        {
          key: 'state',
          header: t('state'),
          render: (row) => (
            <Group gap="xs" wrap="nowrap">
              <Badge variant="light" tt="none" miw="max-content" color={COLORS[row.state]}>
                {t(`codeState_${row.state}`)}
              </Badge>
              {row.order_id && (
                <WLink to={`/orders?order=${row.order_id}`} size="xs">
                  {t('openOrder')}
                </WLink>
              )}
            </Group>
          ),
        },
        {
          key: 'customer',
          header: t('customer'),
          render: (row) =>
            row.customer_id ? (
              <WLink to={`/customers/${row.customer_id}`}>
                {row.customer_name || t('customer')}
              </WLink>
            ) : (
              '–'
            ),
        },
        { key: 'issued', header: t('issuedAt'), render: (row) => dateTime(row.issued_at) },
        {
          key: 'expires',
          header: t('expiresAt'),
          render: (row) => (row.expires_at ? date(row.expires_at) : t('noExpiry')),
        },
      ]}
      empty={{ icon: IconTicket, title: t('noCodes'), hint: t('noCodesHint') }}
    />
  );
}
