/** What a form asks, the consent it takes and what follows. */

import {
  Button,
  Checkbox,
  MultiSelect,
  Paper,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { CONSENT } from '../blocks';
import { useT } from '../messages';
import { Rich } from '../Rich';
import type { Field } from '../types';
import { ListTools } from './ListTools';
import { SettingInputs } from './SettingInputs';
import { FIELD_TYPES, type Setting } from './settings';
import { type Bag, type EditProps, useWords } from './words';

export function FormParts({ node, onChange }: EditProps) {
  return (
    <>
      <Fields
        fields={(node.fields as Field[] | undefined) ?? []}
        onChange={(fields) => onChange({ fields })}
      />
      <ConsentPart node={node} onChange={onChange} />
      <SuccessPart node={node} onChange={onChange} />
    </>
  );
}

function Fields({ fields, onChange }: { fields: Field[]; onChange: (next: Field[]) => void }) {
  const t = useT();
  const words = useWords();
  const add = () => {
    let number = fields.length + 1;
    while (fields.some(({ key }) => key === `field_${number}`)) number += 1;
    const field = { key: `field_${number}`, type: 'text', label: t('field', { number }) };
    onChange([...fields, field]);
  };
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t('fields')}
      </Text>
      {fields.map((field, at) => {
        const change = (patch: Partial<Field>) => onChange(fields.with(at, { ...field, ...patch }));
        return (
          <Paper withBorder p="xs" key={field.key} data-field={field.key}>
            <ListTools items={fields} at={at} name={field.label || field.key} onChange={onChange} />
            <Stack gap="xs">
              <TextInput
                size="xs"
                label={words('s', 'label')}
                value={field.label}
                onChange={(event) => change({ label: event.currentTarget.value })}
              />
              <Select
                size="xs"
                label={words('s', 'type')}
                data={FIELD_TYPES.map((value) => ({ value, label: words('v', value) }))}
                value={field.type}
                allowDeselect={false}
                onChange={(type) => type && change({ type })}
              />
              {field.type === 'select' && (
                <Textarea
                  size="xs"
                  autosize
                  label={t('options')}
                  value={(field.options ?? []).join('\n')}
                  onChange={(event) => change({ options: event.currentTarget.value.split('\n') })}
                />
              )}
              <TextInput
                size="xs"
                label={words('s', 'placeholder')}
                value={field.placeholder ?? ''}
                onChange={(event) => change({ placeholder: event.currentTarget.value })}
              />
              <Checkbox
                size="xs"
                label={words('s', 'required')}
                checked={field.required ?? false}
                onChange={(event) => change({ required: event.currentTarget.checked })}
              />
            </Stack>
          </Paper>
        );
      })}
      <Button size="xs" variant="light" leftSection={<IconPlus size={14} />} onClick={add}>
        {t('addField')}
      </Button>
    </Stack>
  );
}

function ConsentPart({ node, onChange }: EditProps) {
  const t = useT();
  const words = useWords();
  const consent = node.consent as Bag | null | undefined;
  const change = (patch: Bag) => onChange({ consent: { ...consent, ...patch } });
  return (
    <Stack gap="xs">
      <Switch
        label={t('consent')}
        checked={Boolean(consent)}
        onChange={(event) => onChange({ consent: event.currentTarget.checked ? CONSENT : null })}
      />
      {consent && (
        <>
          <Rich
            label={t('consentText')}
            value={String(consent.text ?? '')}
            blocks={false}
            onChange={(text) => change({ text })}
          />
          <Select
            label={t('purpose')}
            data={['advertising', 'care'].map((value) => ({ value, label: words('v', value) }))}
            value={String(consent.purpose ?? 'advertising')}
            allowDeselect={false}
            onChange={(purpose) => change({ purpose })}
          />
          <MultiSelect
            label={t('channels')}
            data={['email', 'sms', 'zalo', 'call'].map((value) => ({
              value,
              label: words('v', value),
            }))}
            value={(consent.channels as string[] | undefined) ?? ['email']}
            onChange={(channels) => channels.length > 0 && change({ channels })}
          />
        </>
      )}
    </Stack>
  );
}

const THANKS: Setting[] = [
  { key: 'title', kind: 'line' },
  { key: 'html', kind: 'blocks' },
  { key: 'button_label', kind: 'line' },
  { key: 'href', kind: 'href' },
];

const KIND: Setting = {
  key: 'kind',
  kind: 'choice',
  values: ['message', 'redirect'],
  initial: 'message',
};

function SuccessPart({ node, onChange }: EditProps) {
  const t = useT();
  const success = (node.success as Bag | undefined) ?? {};
  const rest = success.kind === 'redirect' ? THANKS.slice(3) : THANKS;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t('success')}
      </Text>
      <SettingInputs
        settings={[KIND, ...rest]}
        bag={success}
        onChange={(patch) => onChange({ success: { ...success, ...patch } })}
      />
    </Stack>
  );
}
