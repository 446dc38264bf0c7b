import { Badge, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTicket } from '@tabler/icons-react';
import { formatMoney, formatNumber } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { DataList, Dialog, Page, SearchBox, useCursorList, useGo, useUrlState } from '@/ui';
import { useT } from './messages';
import type { Voucher } from './types';
import { VoucherForm } from './VoucherForm';

/** `10 %` or `50.000 ₫`. */
export function worth(voucher: Voucher): string {
  return voucher.kind === 'percent' ? `${voucher.value} %` : formatMoney(voucher.value);
}

export default function VouchersPage() {
  const t = useT();
  const go = useGo();
  const { can, date } = useWorkspace();
  const [adding, add] = useDisclosure(false);
  const [filter, setFilter, clear] = useUrlState({ q: '' });
  const list = useCursorList<Voucher>('vouchers', '/vouchers', filter);
  const button = can('voucher.edit') && (
    <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
      {t('addVoucher')}
    </Button>
  );
  return (
    <Page title={t('vouchers')} description={t('vouchersLead')} actions={button}>
      <Group>
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('voucherSearch')}
        />
      </Group>
      <DataList
        label={t('vouchers')}
        query={list}
        rowKey={(row) => row.id}
        rowTo={(row) => `/vouchers/${row.id}`}
        filtered={filter.q !== ''}
        onClearFilters={clear}
        columns={[
          {
            key: 'name',
            header: t('voucher'),
            primary: true,
            render: (row, link) => link(row.name),
          },
          { key: 'value', header: t('value'), align: 'right', render: worth },
          {
            key: 'min',
            header: t('minTotal'),
            align: 'right',
            render: (row) => (row.min_total ? formatMoney(row.min_total) : t('anyOrder')),
          },
          {
            key: 'count',
            header: t('issuedUsed'),
            align: 'right',
            render: (row) => `${formatNumber(row.issued)} / ${formatNumber(row.used)}`,
          },
          {
            key: 'ends',
            header: t('ends'),
            render: (row) => (row.ends_at ? date(row.ends_at) : t('noExpiry')),
          },
          {
            key: 'state',
            header: t('state'),
            render: (row) => (
              <Badge variant="light" tt="none" color={row.active ? 'teal' : 'gray'}>
                {row.active ? t('voucherActive') : t('voucherPaused')}
              </Badge>
            ),
          },
        ]}
        empty={{
          icon: IconTicket,
          title: t('noVouchers'),
          hint: t('noVouchersHint'),
          action: button,
        }}
      />
      <Dialog opened={adding} onClose={add.close} title={t('addVoucher')} size="lg">
        <VoucherForm
          onDone={(voucher) => {
            add.close();
            go(`/vouchers/${voucher.id}`);
          }}
        />
      </Dialog>
    </Page>
  );
}
