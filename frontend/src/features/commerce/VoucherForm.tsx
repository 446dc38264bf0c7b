import {
  Alert,
  Button,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { formErrors } from '@/api/problem';
import { dayOf, formatTime, instantOf } from '@/kit/dates';
import { editsOf } from '@/kit/edits';
import type { Money } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { MoneyInput, useConfirmLoss, useUi, useWrite } from '@/ui';
import { useT } from './messages';
import type { Voucher } from './types';

interface Values {
  name: string;
  kind: 'percent' | 'amount';
  value: Money;
  min_total: Money;
  starts_at: string | null;
  ends_at: string | null;
  valid_days: number | '';
  prefix: string;
  limit: number | '';
  active: boolean;
}

/** Make a voucher programme, or edit the one given. */
export function VoucherForm(props: { voucher?: Voucher; onDone: (voucher: Voucher) => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key, zone } = useWorkspace();
  const { voucher } = props;
  const wall = (at: string | null | undefined) =>
    at ? `${dayOf(at, zone)} ${formatTime(at, zone)}:00` : null;
  const instant = (at: string | null) =>
    at ? (instantOf(at.replace(' ', 'T'), zone)?.toISOString() ?? null) : null;
  const body = (values: Values) => ({
    ...values,
    min_total: values.min_total ?? 0,
    starts_at: instant(values.starts_at),
    ends_at: instant(values.ends_at),
    valid_days: values.valid_days === '' ? null : values.valid_days,
    limit: values.limit === '' ? null : values.limit,
  });
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues: {
      name: voucher?.name ?? '',
      kind: voucher?.kind ?? 'percent',
      value: voucher?.value ?? null,
      min_total: voucher?.min_total || null,
      starts_at: wall(voucher?.starts_at),
      ends_at: wall(voucher?.ends_at),
      valid_days: voucher?.valid_days ?? '',
      prefix: voucher?.prefix ?? '',
      limit: voucher?.limit ?? '',
      active: voucher?.active ?? true,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('nameNeeded')),
      value: (value) => (value ? null : t('reductionNeeded')),
    },
  });
  const write = useWrite<Values, Voucher>({
    run: (values) =>
      voucher
        ? api.patch<Voucher>(
            `/vouchers/${voucher.id}`,
            editsOf(body(form.getInitialValues()), body(values)),
          )
        : api.post<Voucher>('/vouchers', body(values)),
    refresh: [key('vouchers')],
    done: voucher ? t('voucherSaved') : t('voucherCreated'),
    onDone: props.onDone,
    onError: (error) => {
      const errors = formErrors(error);
      form.setErrors(errors);
      return Object.keys(errors).length > 0;
    },
  });
  const confirm = useConfirmLoss('voucher');
  const save = (values: Values) => {
    if (!voucher?.active || values.active) return write.mutate(values);
    // From then on its flows give nobody a code.
    void confirm(voucher.id, {
      title: t('stopVoucherTitle', { name: voucher.name }),
      body: t('stopVoucherBody'),
      action: t('stopVoucher'),
      danger: true,
      onConfirm: () => write.mutate(values),
    });
  };
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack>
        {form.errors[''] && <Alert color="red">{form.errors['']}</Alert>}
        <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
        <SegmentedControl
          aria-label={t('kind')}
          data={[
            { value: 'percent', label: t('kind_percent') },
            { value: 'amount', label: t('kind_amount') },
          ]}
          value={form.values.kind}
          onChange={(kind) => {
            form.setFieldValue('kind', kind as Values['kind']);
            form.setFieldValue('value', null);
          }}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {form.values.kind === 'percent' ? (
            <NumberInput
              label={t('percentValue')}
              required
              min={1}
              max={100}
              allowDecimal={false}
              suffix=" %"
              value={form.values.value ?? ''}
              onChange={(value) => form.setFieldValue('value', value === '' ? null : Number(value))}
              error={form.errors.value}
            />
          ) : (
            <MoneyInput label={t('value')} required {...form.getInputProps('value')} />
          )}
          <MoneyInput label={t('minTotal')} {...form.getInputProps('min_total')} />
          <DateTimePicker
            label={t('starts')}
            valueFormat="DD/MM/YYYY HH:mm"
            clearable
            {...form.getInputProps('starts_at')}
          />
          <DateTimePicker
            label={t('ends')}
            valueFormat="DD/MM/YYYY HH:mm"
            clearable
            {...form.getInputProps('ends_at')}
          />
          <NumberInput
            label={t('validDays')}
            min={1}
            allowDecimal={false}
            {...form.getInputProps('valid_days')}
          />
          <NumberInput
            label={t('limit')}
            min={1}
            allowDecimal={false}
            {...form.getInputProps('limit')}
          />
          <TextInput label={t('prefix')} maxLength={10} {...form.getInputProps('prefix')} />
        </SimpleGrid>
        <Switch
          label={t('voucherActive')}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
        <Button type="submit" loading={write.isPending} style={{ alignSelf: 'flex-start' }}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}
