import {
  Alert,
  Button,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { formErrors, ProblemError } from '@/api/problem';
import { dayOf } from '@/kit/dates';
import { editsOf } from '@/kit/edits';
import { showPhone } from '@/kit/phone';
import { useWorkspace } from '@/kit/workspace';
import { DayInput, useFollowing, useUi, useWrite, WLink } from '@/ui';
import { useFields } from './api';
import { useT } from './messages';
import type { Customer, FieldDef } from './types';

interface Values {
  full_name: string;
  phone: string;
  email: string;
  gender: string;
  birthday: string | null;
  address: string;
  note: string;
  fields: Record<string, unknown>;
}

function initial(customer?: Customer): Values {
  return {
    full_name: customer?.full_name ?? '',
    phone: showPhone(customer?.phone ?? null),
    email: customer?.email ?? '',
    gender: customer?.gender ?? '',
    birthday: customer?.birthday ?? null,
    address: customer?.address ?? '',
    note: customer?.note ?? '',
    fields: { ...(customer?.fields ?? {}) },
  };
}

/** Create a customer, or edit the one given. */
export function CustomerForm(props: { customer?: Customer; onDone: (customer: Customer) => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key, zone } = useWorkspace();
  const fields = useFields();
  const { customer } = props;
  const form = useForm<Values>({ mode: 'controlled', initialValues: initial(customer) });
  const take = useFollowing(form, initial(customer));
  const write = useWrite<Values, Customer>({
    run: (values) =>
      customer
        ? api.patch<Customer>(`/customers/${customer.id}`, editsOf(form.getInitialValues(), values))
        : api.post<Customer>('/customers', values),
    refresh: [key('customers')],
    done: customer ? t('savedDone') : t('createdDone'),
    onDone: (saved) => {
      take(initial(saved));
      props.onDone(saved);
    },
    onError: (error) => {
      const errors: Record<string, React.ReactNode> = formErrors(error);
      const owner = ownerOf(error);
      for (const field of owner ? Object.keys(errors) : []) {
        errors[field] = (
          <>
            {errors[field]} <WLink to={`/customers/${owner}`}>{t('openOwner')}</WLink>
          </>
        );
      }
      form.setErrors(errors);
      return Object.keys(errors).length > 0;
    },
  });
  const submit = form.onSubmit((values) => {
    if (!values.full_name.trim() && !values.phone.trim() && !values.email.trim()) {
      form.setFieldError('full_name', t('contactNeeded'));
      return;
    }
    write.mutate(values);
  });
  const general = form.errors[''];
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {general && <Alert color="red">{general}</Alert>}
        <TextInput
          label={t('name')}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('full_name')}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('phone')} type="tel" {...form.getInputProps('phone')} />
          <TextInput label={t('email')} type="email" {...form.getInputProps('email')} />
          <Select
            label={t('gender')}
            data={[
              { value: '', label: t('gender_none') },
              { value: 'female', label: t('gender_female') },
              { value: 'male', label: t('gender_male') },
              { value: 'other', label: t('gender_other') },
            ]}
            allowDeselect={false}
            {...form.getInputProps('gender')}
          />
          <DayInput
            label={t('birthday')}
            latest={dayOf(new Date(), zone)}
            {...form.getInputProps('birthday')}
          />
        </SimpleGrid>
        <TextInput label={t('address')} {...form.getInputProps('address')} />
        {(fields.data ?? []).length > 0 && (
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {(fields.data ?? []).map((field) => (
              <FieldInput
                key={field.key}
                field={field}
                value={form.values.fields[field.key]}
                error={form.errors[`fields.${field.key}`]}
                onChange={(value) => form.setFieldValue(`fields.${field.key}`, value)}
              />
            ))}
          </SimpleGrid>
        )}
        <Textarea label={t('note')} autosize minRows={2} {...form.getInputProps('note')} />
        <Button type="submit" loading={write.isPending} style={{ alignSelf: 'flex-start' }}>
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}

/** Whose phone or e-mail it is, where it is somebody else's. */
function ownerOf(error: unknown): string {
  if (!(error instanceof ProblemError) || error.code !== 'identity_taken') return '';
  return String(error.data.customer_id ?? '');
}

function FieldInput(props: {
  field: FieldDef;
  value: unknown;
  error: React.ReactNode;
  onChange: (value: unknown) => void;
}) {
  const { field, value, error, onChange } = props;
  const common = { label: field.label, error };
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? null : next)}
          thousandSeparator="."
          decimalSeparator=","
        />
      );
    case 'date':
      return (
        <DayInput
          {...common}
          value={typeof value === 'string' && value ? value : null}
          onChange={onChange}
        />
      );
    case 'boolean':
      return (
        <Switch
          {...common}
          mt="lg"
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={field.options}
          clearable
          value={typeof value === 'string' && value ? value : null}
          onChange={onChange}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
