import {
  Alert,
  Button,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { formErrors } from '@/api/problem';
import type { Schema } from '@/api/routes';
import { changedOf } from '@/kit/edits';
import type { Money } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { Editable, filterFolded, MoneyInput, QueryView, useUi, useWrite } from '@/ui';
import { useT } from './messages';

interface Seller {
  address?: string | null;
  phone?: string | null;
  email?: string | null;
  website?: string | null;
  tax_code?: string | null;
  bank?: { bin: string; account: string; name: string } | null;
  shipping?: { fee: number | null; free_from: number | null } | null;
}

type Bank = Schema<'BankOut'>;

interface Settings {
  name: string;
  timezone: string;
  settings: Seller;
}

export default function WorkspaceTab() {
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('workspace'),
    queryFn: () => api.get<Settings>('/workspace'),
  });
  return <QueryView query={query}>{(found) => <SettingsForm found={found} />}</QueryView>;
}

function initial({ name, settings }: Settings) {
  return {
    name,
    settings: {
      address: settings.address ?? '',
      phone: settings.phone ?? '',
      email: settings.email ?? '',
      website: settings.website ?? '',
      tax_code: settings.tax_code ?? '',
      bank: {
        bin: settings.bank?.bin ?? '',
        account: settings.bank?.account ?? '',
        name: settings.bank?.name ?? '',
      },
      shipping: {
        fee: (settings.shipping?.fee ?? null) as Money,
        free_from: (settings.shipping?.free_from ?? null) as Money,
      },
    },
  };
}

type Values = ReturnType<typeof initial>;

function bodyOf({ name, settings }: Values) {
  const { bin, account, name: holder } = settings.bank;
  const bank = bin || account || holder ? settings.bank : null;
  const shipping = settings.shipping.fee === null ? null : settings.shipping;
  return { name, settings: { ...settings, bank, shipping } };
}

function SettingsForm({ found }: { found: Settings }) {
  const t = useT();
  const ui = useUi();
  const { api, key, can } = useWorkspace();
  const form = useForm<Values>({ mode: 'controlled', initialValues: initial(found) });
  const write = useWrite<Values>({
    run: (values) => {
      const [before, after] = [bodyOf(form.getInitialValues()), bodyOf(values)];
      const settings = changedOf(before.settings, after.settings);
      return api.patch('/workspace', { ...changedOf(before, after), settings });
    },
    onDone: (_, values) => form.setInitialValues(values),
    refresh: [key('workspace'), ['me']],
    done: t('saved'),
    onError: (error) => {
      const errors = formErrors(error);
      form.setErrors(errors);
      return Object.keys(errors).length > 0;
    },
  });
  const text = (name: string, label: string) => (
    <TextInput label={label} {...form.getInputProps(`settings.${name}`)} />
  );
  return (
    <form onSubmit={form.onSubmit((values) => write.mutate(values))}>
      <Editable allowed={can('settings.edit')}>
        <Stack>
          {form.errors[''] && <Alert color="red">{form.errors['']}</Alert>}
          <Paper withBorder p="lg">
            <Stack>
              <TextInput label={t('businessName')} required {...form.getInputProps('name')} />
              <Text size="sm" c="dimmed">
                {t('timezone', { zone: found.timezone })}
              </Text>
            </Stack>
          </Paper>
          <Section title={t('seller')} lead={t('sellerLead')}>
            {text('address', t('address'))}
            {text('phone', t('phone'))}
            {text('email', t('email'))}
            {text('website', t('website'))}
            {text('tax_code', t('taxCode'))}
          </Section>
          <Section title={t('bank')} lead={t('bankLead')}>
            <BankSelect {...form.getInputProps('settings.bank.bin')} />
            {text('bank.account', t('bankAccount'))}
            {text('bank.name', t('bankName'))}
          </Section>
          <Section title={t('shipping')}>
            <MoneyInput label={t('shippingFee')} {...form.getInputProps('settings.shipping.fee')} />
            <MoneyInput
              label={t('freeFrom')}
              {...form.getInputProps('settings.shipping.free_from')}
            />
          </Section>
          {can('settings.edit') && (
            <Button type="submit" loading={write.isPending} style={{ alignSelf: 'flex-start' }}>
              {ui('save')}
            </Button>
          )}
        </Stack>
      </Editable>
    </form>
  );
}

interface BankSelectProps {
  /** Absent only in the type: Mantine's getInputProps does not promise it. */
  value?: string;
  onChange?: (bin: string) => void;
  error?: React.ReactNode;
}

/** Choose a bank by its name; what is kept are the digits that transfers go by. */
function BankSelect({ value = '', onChange, error }: BankSelectProps) {
  const t = useT();
  const { api, key } = useWorkspace();
  const banks = useQuery({
    queryKey: key('banks'),
    queryFn: () => api.get<Bank[]>('/banks'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const known = (banks.data ?? []).map(({ bin, name }) => ({ value: bin, label: name }));
  // A bank that is not in the list keeps its digits; while the list comes nothing is said.
  const listed = banks.isPending || value === '' || known.some((bank) => bank.value === value);
  return (
    <Select
      label={t('bankBin')}
      placeholder={t('bankChoose')}
      nothingFoundMessage={t('bankUnknown')}
      data={listed ? known : [...known, { value, label: `BIN ${value}` }]}
      value={value || null}
      onChange={(bin) => onChange?.(bin ?? '')}
      error={error ?? (banks.error && t('bankListFailed'))}
      filter={filterFolded}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('bankClear') }}
    />
  );
}

function Section(props: { title: string; lead?: string; children: React.ReactNode }) {
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{props.title}</Title>
      {props.lead && (
        <Text size="sm" c="dimmed">
          {props.lead}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="md">
        {props.children}
      </SimpleGrid>
    </Paper>
  );
}
