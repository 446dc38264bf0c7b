import {
  Alert,
  Badge,
  Button,
  Group,
  Paper,
  Select,
  Stack,
  Table,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { IconForms, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fold } from '@/kit/text';
import { useWorkspace } from '@/kit/workspace';
import {
  Dialog,
  EmptyState,
  QueryView,
  useConfirmLoss,
  useFieldErrors,
  useUi,
  useWrite,
} from '@/ui';
import { useT } from './messages';
import type { FieldDef } from './types';

const KINDS = ['text', 'number', 'date', 'boolean', 'choice'] as const;

/** `Loại da` → `loai_da`: the key that e-mails and conditions know the field by. */
export function keyOf(label: string): string {
  return fold(label)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 40);
}

/** Custom fields of customers: add, rename, put away. */
export default function FieldsTab() {
  const t = useT();
  const { api, key, can } = useWorkspace();
  const [open, setOpen] = useState<FieldDef | 'new' | null>(null);
  const query = useQuery({
    queryKey: key('customer-fields', 'all'),
    queryFn: () => api.get<FieldDef[]>('/customer-fields', { archived: true }),
  });
  const add = can('settings.edit') && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
      {t('addField')}
    </Button>
  );
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={560}>
          {t('fieldsLead')}
        </Text>
        {add}
      </Group>
      <QueryView query={query}>
        {(fields) => (
          <Paper withBorder>
            {fields.length === 0 ? (
              <EmptyState icon={IconForms} title={t('noFields')} hint={t('noFieldsHint')} />
            ) : (
              <FieldTable fields={fields} onEdit={setOpen} />
            )}
          </Paper>
        )}
      </QueryView>
      <Dialog
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open === 'new' ? t('addField') : t('editField')}
      >
        {open !== null && (
          <FieldForm field={open === 'new' ? null : open} onDone={() => setOpen(null)} />
        )}
      </Dialog>
    </Stack>
  );
}

function FieldTable({ fields, onEdit }: { fields: FieldDef[]; onEdit: (f: FieldDef) => void }) {
  const t = useT();
  const { api, key, can } = useWorkspace();
  const confirm = useConfirmLoss('customer_field');
  const write = useWrite<FieldDef>({
    run: (field) => api.patch(`/customer-fields/${field.key}`, { archived: !field.archived }),
    refresh: [key('customer-fields')],
    done: t('fieldSaved'),
  });
  const toggle = (field: FieldDef) => {
    if (field.archived) return write.mutate(field);
    void confirm(field.key, {
      title: t('archiveTitle', { name: field.label }),
      body: t('archiveBody'),
      action: t('archive'),
      onConfirm: () => write.mutate(field),
    });
  };
  return (
    <Table verticalSpacing="sm" aria-label={t('customFields')}>
      <Table.Tbody>
        {fields.map((field) => (
          <Table.Tr key={field.key}>
            <Table.Td>
              <Group gap="xs">
                <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
                  {field.label}
                </Text>
                <Badge variant="light" tt="none">
                  {t(`fieldKind_${field.kind}`)}
                </Badge>
                {field.archived && (
                  <Badge variant="light" color="gray" tt="none">
                    {t('archived')}
                  </Badge>
                )}
              </Group>
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {field.options.length > 0 ? field.options.join(' · ') : field.key}
              </Text>
            </Table.Td>
            <Table.Td>
              {can('settings.edit') && (
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  <Button size="xs" variant="subtle" onClick={() => onEdit(field)}>
                    {t('editField')}
                  </Button>
                  <Button size="xs" variant="subtle" color="gray" onClick={() => toggle(field)}>
                    {field.archived ? t('unarchive') : t('archive')}
                  </Button>
                </Group>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function FieldForm({ field, onDone }: { field: FieldDef | null; onDone: () => void }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const [label, setLabel] = useState(field?.label ?? '');
  const [kind, setKind] = useState<FieldDef['kind']>(field?.kind ?? 'text');
  const [options, setOptions] = useState<string[]>(field?.options ?? []);
  const { errors, setErrors, onError } = useFieldErrors();
  const name = keyOf(label);
  const chooses = kind === 'choice';
  const given = { label: label.trim(), ...(chooses ? { options } : {}) };
  const write = useWrite<void>({
    run: () =>
      field
        ? api.patch(`/customer-fields/${field.key}`, given)
        : api.post('/customer-fields', { ...given, key: name, kind }),
    refresh: [key('customer-fields')],
    done: t('fieldSaved'),
    onDone,
    onError,
  });
  const unusable = label.trim() !== '' && !field && !name;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setErrors({});
        write.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={t('fieldLabel')}
          description={name && !field ? t('fieldKey', { key: name }) : undefined}
          error={unusable ? t('fieldLabelWrong') : (errors.label ?? errors.key)}
          value={label}
          maxLength={100}
          onChange={(event) => setLabel(event.currentTarget.value)}
          required
          data-autofocus
        />
        {field ? (
          <Alert color="blue" variant="light">
            {t('fieldKindStays', { kind: t(`fieldKind_${field.kind}`) })}
          </Alert>
        ) : (
          <Select
            label={t('fieldKind')}
            data={KINDS.map((item) => ({ value: item, label: t(`fieldKind_${item}`) }))}
            value={kind}
            onChange={(next) => next && setKind(next as FieldDef['kind'])}
            allowDeselect={false}
          />
        )}
        {chooses && (
          <TagsInput
            label={t('fieldOptions')}
            description={t('fieldOptionsHint')}
            error={errors.options}
            value={options}
            onChange={setOptions}
          />
        )}
        <Button
          type="submit"
          loading={write.isPending}
          disabled={!label.trim() || unusable || (chooses && options.length === 0)}
        >
          {ui('save')}
        </Button>
      </Stack>
    </form>
  );
}
