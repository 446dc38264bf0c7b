import { Group, Stack, Text } from '@mantine/core';
import { formatMoney } from '@/kit/money';
import { useT } from './messages';

interface Amounts {
  subtotal: number;
  discount: number;
  shipping_fee: number;
  total: number;
  /** The voucher code that takes something off. */
  code: string;
}

/** What an order costs, from its goods to its total. */
export function Figures({ subtotal, discount, shipping_fee: fee, total, code }: Amounts) {
  const t = useT();
  const off = code ? `${t('discount')} (${code})` : t('discount');
  return (
    <Stack gap={4} px="md">
      <Sum label={t('subtotal')} amount={subtotal} />
      {discount > 0 && <Sum label={off} amount={-discount} />}
      {fee > 0 && <Sum label={t('shippingFee')} amount={fee} />}
      <Sum label={t('total')} amount={total} strong />
    </Stack>
  );
}

function Sum({ label, amount, strong }: { label: string; amount: number; strong?: boolean }) {
  return (
    <Group justify="space-between">
      <Text size="sm" fw={strong ? 600 : 400}>
        {label}
      </Text>
      <Text size="sm" fw={strong ? 700 : 400}>
        {formatMoney(amount)}
      </Text>
    </Group>
  );
}
