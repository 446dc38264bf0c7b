import {
  ActionIcon,
  Alert,
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { formErrors } from '@/api/problem';
import { useWorkspace } from '@/kit/workspace';
import { Picker, useUi, useWrite } from '@/ui';
import { useT } from './messages';
import { ProductPicker } from './pickers';
import { QuoteCard, useQuote } from './quote';
import type { Contact, Order, OrderWanted } from './types';

interface Values {
  contact: Contact;
  customer_id: string | null;
  lines: { key: string; product_id: string | null; quantity: number }[];
  payment_method: 'cod' | 'bank';
  voucher_code: string;
  note: string;
  client_id: string;
}

const newLine = () => ({ key: crypto.randomUUID(), product_id: null, quantity: 1 });

function wantedLines({ lines }: Values): OrderWanted['lines'] {
  return lines.flatMap(({ product_id, quantity }) =>
    product_id ? [{ product_id, quantity: Number(quantity) || 0 }] : [],
  );
}

/** Enter an order by hand; sending it twice makes one order. */
export function OrderForm({ onDone }: { onDone: (order: Order) => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const client = useQueryClient();
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues: {
      contact: { name: '', phone: '', email: '', address: '' },
      customer_id: null,
      lines: [newLine()],
      payment_method: 'cod',
      voucher_code: '',
      note: '',
      client_id: crypto.randomUUID(),
    },
  });
  const { contact, customer_id, voucher_code } = form.values;
  const lines = wantedLines(form.values);
  const quote = useQuote({ contact, customer_id, voucher_code, lines });
  const write = useWrite<Values, Order>({
    run: (values) =>
      api.post<Order>('/orders', {
        ...values,
        lines: wantedLines(values),
        expected_total: quote.total,
      }),
    refresh: [key('orders'), key('products')],
    done: t('orderPlaced'),
    onDone,
    onError: (error) => {
      const errors = formErrors(error);
      form.setErrors(errors);
      void client.invalidateQueries({ queryKey: key('products') });
      return Object.keys(errors).length > 0;
    },
  });
  const loose = Object.entries(form.errors).find(([path]) => path === '' || path === 'lines')?.[1];
  return (
    <form onSubmit={form.onSubmit((values) => write.mutate(values))}>
      <Stack>
        {loose && <Alert color="red">{loose}</Alert>}
        <Picker
          kind="customer"
          label={t('existingCustomer')}
          value={form.values.customer_id}
          onChange={(id, label) => {
            form.setFieldValue('customer_id', id);
            if (id && !form.values.contact.name) {
              form.setFieldValue('contact.name', label.split(' · ')[0] ?? '');
            }
          }}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('contactName')} required {...form.getInputProps('contact.name')} />
          <TextInput
            label={t('contactPhone')}
            type="tel"
            required
            {...form.getInputProps('contact.phone')}
          />
          <TextInput
            label={t('contactEmail')}
            type="email"
            {...form.getInputProps('contact.email')}
          />
          <TextInput label={t('contactAddress')} {...form.getInputProps('contact.address')} />
        </SimpleGrid>
        {form.values.lines.map((line, index) => (
          <Group key={line.key} align="flex-start" wrap="nowrap" gap="xs">
            <div style={{ flex: 1, minWidth: 0 }}>
              <ProductPicker
                label={t('product')}
                required
                value={line.product_id}
                error={form.errors[`lines.${index}.product_id`]}
                onChange={(id) => form.setFieldValue(`lines.${index}.product_id`, id)}
              />
            </div>
            <NumberInput
              label={t('quantity')}
              min={1}
              max={999}
              allowDecimal={false}
              w={96}
              {...form.getInputProps(`lines.${index}.quantity`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              mt={25} // below the labels beside it
              aria-label={t('removeLine')}
              disabled={form.values.lines.length === 1}
              onClick={() => form.removeListItem('lines', index)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('lines', newLine())}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('addLine')}
        </Button>
        <SegmentedControl
          aria-label={t('payment')}
          data={[
            { value: 'cod', label: t('method_cod') },
            { value: 'bank', label: t('method_bank') },
          ]}
          {...form.getInputProps('payment_method')}
        />
        <TextInput label={t('voucherCode')} {...form.getInputProps('voucher_code')} />
        <Textarea label={t('note')} autosize minRows={2} {...form.getInputProps('note')} />
        {lines.length > 0 && (
          <QuoteCard query={quote.query} code={voucher_code.trim().toUpperCase()} />
        )}
        <Button type="submit" loading={write.isPending} style={{ alignSelf: 'flex-start' }}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}
