/** Make a voucher programme with what it cannot do without; the rest is set on its own screen. */

import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Money } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { MoneyInput, useFieldErrors, useUi, useWrite } from '@/ui';
import { useT } from './messages';

interface Values {
  name: string;
  kind: 'percent' | 'amount';
  value: Money;
  valid_days: number | null;
}

const FRESH: Values = { name: '', kind: 'percent', value: 10, valid_days: null };

export function NewVoucher({ onCreated }: { onCreated: (id: string) => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key, can } = useWorkspace();
  const [values, setValues] = useState<Values | null>(null);
  const { errors: wrong, onError } = useFieldErrors();
  const create = useWrite<Values, { id: string }>({
    run: (given) => api.post('/vouchers', { ...given, name: given.name.trim() }),
    refresh: [key('vouchers')],
    done: t('voucherMade'),
    onDone: ({ id }) => {
      setValues(null);
      onCreated(id);
    },
    onError,
  });
  if (!can('voucher.edit')) return null;
  if (!values) {
    return (
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => setValues(FRESH)}
      >
        {t('newVoucher')}
      </Button>
    );
  }
  const set = (part: Partial<Values>) => setValues({ ...values, ...part });
  return (
    <form
      style={{ width: '100%' }}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(values);
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={t('newVoucherName')}
          value={values.name}
          maxLength={120}
          error={wrong.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          data-autofocus
        />
        <Group gap="xs" grow align="flex-start">
          <Select
            label={t('voucherKind')}
            data={[
              { value: 'percent', label: t('voucherPercent') },
              { value: 'amount', label: t('voucherAmount') },
            ]}
            value={values.kind}
            allowDeselect={false}
            onChange={(kind) => set({ kind: kind as Values['kind'], value: null })}
          />
          {values.kind === 'percent' ? (
            <NumberInput
              label={t('voucherValue')}
              min={1}
              max={100}
              suffix=" %"
              allowDecimal={false}
              value={values.value ?? ''}
              error={wrong.value}
              onChange={(value) => set({ value: value === '' ? null : Number(value) })}
            />
          ) : (
            <MoneyInput
              label={t('voucherValue')}
              value={values.value}
              error={wrong.value}
              onChange={(value) => set({ value })}
            />
          )}
        </Group>
        <NumberInput
          label={t('voucherDays')}
          description={t('voucherDaysHint')}
          min={1}
          allowDecimal={false}
          value={values.valid_days ?? ''}
          error={wrong.valid_days}
          onChange={(days) => set({ valid_days: days === '' ? null : Number(days) })}
        />
        <Group gap="xs">
          <Button
            type="submit"
            loading={create.isPending}
            disabled={!values.name.trim() || !values.value}
          >
            {t('create')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setValues(null)}>
            {ui('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
