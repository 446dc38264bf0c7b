/** Settings and looks of the chosen node, as far as the page tree allows them. */

import {
  Accordion,
  ActionIcon,
  Button,
  Checkbox,
  ColorInput,
  FileButton,
  Group,
  MultiSelect,
  Paper,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/kit/workspace';
import { Picker, useWrite } from '@/ui';
import { CONSENT } from './blocks';
import {
  FIELD_TYPES,
  PHONE_STYLES,
  SETTINGS,
  type Setting,
  STYLES,
  TRUE_BY_DEFAULT,
} from './inspector';
import { useT, wordKey } from './messages';
import { Rich } from './Rich';
import type { Asset, Field, Media, TreeNode } from './types';

type Bag = Record<string, unknown>;
interface EditProps {
  node: TreeNode;
  onChange: (patch: Bag) => void;
}

function useWords() {
  const t = useT();
  return (prefix: 'n' | 's' | 'v', name: string) => {
    const key = wordKey(prefix, name);
    return key ? t(key) : name.toUpperCase();
  };
}

export function Inspector({ node, onChange }: EditProps) {
  const t = useT();
  const known = node.type in SETTINGS;
  if (!known) return <Text size="sm">{t('unknownNode')}</Text>;
  return (
    <Accordion
      multiple
      defaultValue={['content', 'style']}
      variant="separated"
      key={node.id}
      styles={{ content: { paddingInline: 8 } }}
    >
      <Accordion.Item value="content">
        <Accordion.Control>{t('content')}</Accordion.Control>
        <Accordion.Panel>
          <Content node={node} onChange={onChange} />
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="style">
        <Accordion.Control>{t('style')}</Accordion.Control>
        <Accordion.Panel>
          <Looks node={node} onChange={onChange} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Content({ node, onChange }: EditProps) {
  const t = useT();
  const selling = node.type === 'checkout';
  return (
    <Stack gap="sm">
      {node.type === 'product' && (
        <Picker
          kind="product"
          label={t('product')}
          value={(node.product_id as string) || null}
          onChange={(id) => onChange({ product_id: id ?? '' })}
        />
      )}
      {selling && <Products node={node} onChange={onChange} />}
      <Settings settings={SETTINGS[node.type] ?? []} bag={node} onChange={onChange} />
      {(selling || node.type === 'form') && <FormParts node={node} onChange={onChange} />}
    </Stack>
  );
}

function Settings(props: { settings: Setting[]; bag: Bag; onChange: (patch: Bag) => void }) {
  return props.settings.map((setting) => (
    <One
      key={setting.key}
      setting={setting}
      bag={props.bag}
      onChange={(patch) => {
        // A picture's size belongs to the picture.
        const size =
          props.bag.type === 'image' && 'src' in patch && !('width' in patch)
            ? { width: null, height: null }
            : {};
        props.onChange({ ...size, ...patch });
      }}
    />
  ));
}

function One(props: { setting: Setting; bag: Bag; onChange: (patch: Bag) => void }) {
  const words = useWords();
  const { setting, bag, onChange } = props;
  const { key } = setting;
  const label = words('s', key === 'name' && bag.type === 'testimonial' ? 'person' : key);
  const value = bag[key];
  switch (setting.kind) {
    case 'line':
      return (
        <TextInput
          label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange({ [key]: event.currentTarget.value })}
        />
      );
    case 'inline':
    case 'blocks':
      return (
        <Rich
          label={label}
          value={typeof value === 'string' ? value : ''}
          blocks={setting.kind === 'blocks'}
          onChange={(html) => onChange({ [key]: html })}
        />
      );
    case 'flag':
      return (
        <Switch
          label={label}
          checked={Boolean(value ?? TRUE_BY_DEFAULT.has(key))}
          onChange={(event) => onChange({ [key]: event.currentTarget.checked })}
        />
      );
    case 'choice':
      return (
        <Select
          label={label}
          data={setting.values.map((each) => ({
            value: String(each),
            label: words('v', String(each)),
          }))}
          value={String(value ?? setting.initial)}
          allowDeselect={false}
          onChange={(next) =>
            onChange({ [key]: setting.values.find((each) => String(each) === next) })
          }
        />
      );
    case 'source':
      return (
        <Picture
          label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(src, size) => onChange({ [key]: src, ...(key === 'src' ? size : {}) })}
        />
      );
    case 'items':
      return (
        <Items
          label={label}
          setting={setting}
          items={Array.isArray(value) ? (value as Bag[]) : []}
          onChange={(items) => onChange({ [key]: items })}
        />
      );
  }
}

function Items(props: {
  label: string;
  setting: Extract<Setting, { kind: 'items' }>;
  items: Bag[];
  onChange: (items: Bag[]) => void;
}) {
  const t = useT();
  const { label, setting, items, onChange } = props;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {label}
      </Text>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the tree gives items no id
        <Paper withBorder p="xs" key={at}>
          <Tools items={items} at={at} name={t('item', { number: at + 1 })} onChange={onChange} />
          <Stack gap="xs">
            <Settings
              settings={setting.of}
              bag={item}
              onChange={(patch) => onChange(items.with(at, { ...item, ...patch }))}
            />
          </Stack>
        </Paper>
      ))}
      <Button
        size="xs"
        variant="light"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...items, { ...setting.empty }])}
      >
        {t('addItem')}
      </Button>
    </Stack>
  );
}

function Tools<T>(props: { items: T[]; at: number; name: string; onChange: (items: T[]) => void }) {
  const t = useT();
  const { items, at, name, onChange } = props;
  const swap = (to: number) => {
    const item = items[at];
    if (item !== undefined) onChange(items.toSpliced(at, 1).toSpliced(to, 0, item));
  };
  const tools = [
    { label: t('moveUp'), icon: IconArrowUp, off: at === 0, use: () => swap(at - 1) },
    {
      label: t('moveDown'),
      icon: IconArrowDown,
      off: at === items.length - 1,
      use: () => swap(at + 1),
    },
    {
      label: t('remove'),
      icon: IconTrash,
      off: false,
      use: () => onChange(items.toSpliced(at, 1)),
    },
  ];
  return (
    <Group justify="space-between" mb={4}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Group gap={2}>
        {tools.map(({ label, icon: Icon, off, use }) => (
          <ActionIcon
            key={label}
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`${label}: ${name}`}
            disabled={off}
            onClick={use}
          >
            <Icon size={14} />
          </ActionIcon>
        ))}
      </Group>
    </Group>
  );
}

/** Choose a drawing or upload a picture. */
export function Picture(props: {
  label: string;
  value: string;
  onChange: (src: string, size: { width: number | null; height: number | null }) => void;
}) {
  const t = useT();
  const { api, key, media_url } = useWorkspace();
  const { label, value, onChange } = props;
  const assets = useQuery({
    queryKey: key('page-assets'),
    queryFn: () => api.get<Asset[]>('/page-assets'),
    staleTime: Infinity,
  });
  const upload = useWrite<File, Media>({
    run: (file) => {
      const body = new FormData();
      body.append('file', file);
      return api.post<Media>('/media', body);
    },
    onDone: ({ src, width, height }) => onChange(src, { width, height }),
  });
  const none = { width: null, height: null };
  const shown = value.startsWith('media:') && media_url ? media_url + value.slice(6) : null;
  return (
    <Stack gap={6}>
      <Select
        label={label}
        placeholder={t('drawing')}
        description={t('uploadHint')}
        data={(assets.data ?? []).map(({ name, src }) => ({ value: src, label: name }))}
        value={value.startsWith('asset:') ? value : null}
        searchable
        onChange={(src) => src && onChange(src, none)}
      />
      {shown && (
        <img
          src={shown}
          alt=""
          style={{ maxWidth: '100%', maxHeight: 120, objectFit: 'contain' }}
        />
      )}
      <Group gap="xs">
        <FileButton
          accept="image/png,image/jpeg,image/webp,image/gif"
          onChange={(file) => file && upload.mutate(file)}
        >
          {(button) => (
            <Button
              {...button}
              size="xs"
              variant="light"
              loading={upload.isPending}
              leftSection={<IconUpload size={14} />}
            >
              {t('upload')}
            </Button>
          )}
        </FileButton>
        {value && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => onChange('', none)}>
            {t('noImage')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Products({ node, onChange }: EditProps) {
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

function FormParts({ node, onChange }: EditProps) {
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
            <Tools items={fields} at={at} name={field.label || field.key} onChange={onChange} />
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
  { key: 'href', kind: 'line' },
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
      <Settings
        settings={[KIND, ...rest]}
        bag={success}
        onChange={(patch) => onChange({ success: { ...success, ...patch } })}
      />
    </Stack>
  );
}

function Looks({ node, onChange }: EditProps) {
  const t = useT();
  const style = node.style ?? {};
  const phone = (style.phone as Bag | null | undefined) ?? {};
  const change = (patch: Bag) => onChange({ style: { ...style, ...patch } });
  return (
    <Stack gap="xs">
      <StyleRows rows={STYLES} bag={style} onChange={change} />
      {['uppercase', 'desktop_hidden'].map((key) => (
        <One key={key} setting={{ key, kind: 'flag' }} bag={style} onChange={change} />
      ))}
      <Text size="sm" fw={600} mt="xs">
        {t('onPhone')}
      </Text>
      <StyleRows
        rows={PHONE_STYLES}
        bag={phone}
        onChange={(patch) => change({ phone: { ...phone, ...patch } })}
      />
      <One
        setting={{ key: 'hidden', kind: 'flag' }}
        bag={phone}
        onChange={(patch) => change({ phone: { ...phone, ...patch } })}
      />
    </Stack>
  );
}

function StyleRows(props: {
  rows: Record<string, readonly string[]>;
  bag: Bag;
  onChange: (patch: Bag) => void;
}) {
  const t = useT();
  const words = useWords();
  return Object.entries(props.rows).map(([key, values]) => {
    const value = props.bag[key];
    const own = typeof value === 'string' && value.startsWith('#') ? [value] : [];
    return (
      <Select
        key={key}
        size="xs"
        label={words('s', key)}
        placeholder={t('automatic')}
        data={[...values, ...own].map((each) => ({ value: each, label: words('v', each) }))}
        value={typeof value === 'string' ? value : null}
        clearable
        onChange={(next) => props.onChange({ [key]: next })}
      />
    );
  });
}

const FONTS = ['sans', 'serif', 'rounded'];
const COLOURS = { primary: '#0f766e', accent: '#e8825a', ink: '#1c2b2a', paper: '#fffdfa' };

/** Colours and letters of the whole page. */
export function ThemePanel(props: { theme: Bag; onChange: (theme: Bag) => void }) {
  const t = useT();
  const words = useWords();
  const { theme, onChange } = props;
  const change = (patch: Bag) => onChange({ ...theme, ...patch });
  return (
    <Stack gap="xs">
      {Object.entries(COLOURS).map(([key, initial]) => (
        <ColorInput
          key={key}
          size="xs"
          label={words('s', key)}
          value={String(theme[key] ?? initial)}
          eyeDropperButtonProps={{ 'aria-label': `${t('pickColour')}: ${words('s', key)}` }}
          onChangeEnd={(value) => /^#[0-9a-f]{6}$/i.test(value) && change({ [key]: value })}
        />
      ))}
      {['font', 'heading_font'].map((key) => (
        <One
          key={key}
          setting={{ key, kind: 'choice', values: FONTS, initial: 'sans' }}
          bag={theme}
          onChange={change}
        />
      ))}
      <One
        setting={{
          key: 'radius',
          kind: 'choice',
          values: ['none', 'sm', 'md', 'lg'],
          initial: 'md',
        }}
        bag={theme}
        onChange={change}
      />
    </Stack>
  );
}
