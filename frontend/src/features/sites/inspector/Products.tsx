/** Which products an order form sells, and how they are paid. */

import { Group, MultiSelect, Stack } from '@mantine/core';
import { Picker } from '@/ui';
import { useT } from '../messages';
import { type EditProps, useWords } from './words';

export function Products({ node, onChange }: EditProps) {
  const t = useT();
  const words = useWords();
  const ids = (node.product_ids as string[] | undefined) ?? [];
  return (
    <Stack gap="xs">
      {ids.map((id, at) => (
        <Group key={id} align="flex-end" wrap="nowrap">
          <div style={{ flex: 1 }}>
            <Picker
              kind="product"
              label={`${t('product')} ${at + 1}`}
              value={id}
              onChange={(next) =>
                onChange({
                  product_ids: next ? [...new Set(ids.with(at, next))] : ids.toSpliced(at, 1),
                })
              }
            />
          </div>
        </Group>
      ))}
      <Picker
        kind="product"
        label={t('addProduct')}
        value={null}
        onChange={(id) => id && onChange({ product_ids: [...new Set([...ids, id])] })}
      />
      <MultiSelect
        label={t('payments')}
        data={['cod', 'bank'].map((value) => ({ value, label: words('v', value) }))}
        value={(node.payment_methods as string[] | undefined) ?? ['cod', 'bank']}
        onChange={(next) => next.length > 0 && onChange({ payment_methods: next })}
      />
    </Stack>
  );
}
