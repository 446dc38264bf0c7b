/** Inputs for the settings of a node. */

import { Button, Paper, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { dayOf, formatTime, instantOf } from '@/kit/dates';
import { useWorkspace } from '@/kit/workspace';
import { LinkInput } from '@/ui';
import { readAnchor } from '../links';
import { useT } from '../messages';
import { Rich } from '../Rich';
import { ListTools } from './ListTools';
import { Picture } from './Picture';
import { LINK, type Setting, TRUE_BY_DEFAULT } from './settings';
import { type Bag, useWords } from './words';

export function SettingInputs(props: {
  settings: Setting[];
  bag: Bag;
  onChange: (patch: Bag) => void;
}) {
  return props.settings.map((setting) => (
    <SettingInput
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

export function SettingInput(props: {
  setting: Setting;
  bag: Bag;
  onChange: (patch: Bag) => void;
}) {
  const t = useT();
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
          maxLength={300}
          value={textOf(value)}
          onChange={(event) => onChange({ [key]: event.currentTarget.value })}
        />
      );
    case 'href':
      return (
        <LinkInput
          label={label}
          value={textOf(value)}
          onChange={(href) => onChange({ [key]: href })}
        />
      );
    case 'anchor':
      return (
        <TextInput
          label={label}
          description={t('anchorHint')}
          leftSection="#"
          value={textOf(value)}
          onChange={(event) => onChange({ [key]: readAnchor(event.currentTarget.value) })}
        />
      );
    case 'moment':
      return (
        <Moment label={label} value={textOf(value)} onChange={(at) => onChange({ [key]: at })} />
      );
    case 'link':
      return (
        <OptionalLink
          label={label}
          link={(value as Bag | null | undefined) ?? null}
          onChange={(link) => onChange({ [key]: link })}
        />
      );
    case 'inline':
    case 'blocks':
      return (
        <Rich
          label={label}
          value={textOf(value)}
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
          value={textOf(value)}
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
          <ListTools
            items={items}
            at={at}
            name={t('item', { number: at + 1 })}
            onChange={onChange}
          />
          <Stack gap="xs">
            <SettingInputs
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
        disabled={items.length >= setting.max}
        onClick={() => onChange([...items, { ...setting.empty }])}
      >
        {t('addItem')}
      </Button>
    </Stack>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A moment by the shop's clock. */
function Moment(props: { label: string; value: string; onChange: (at: string) => void }) {
  const { zone } = useWorkspace();
  const { label, value, onChange } = props;
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={value ? `${dayOf(value, zone)}T${formatTime(value, zone)}` : ''}
      onChange={(event) => {
        const at = instantOf(event.currentTarget.value, zone);
        if (at) onChange(at.toISOString());
      }}
    />
  );
}

const NEW_LINK = { label: 'Đặt mua', href: '#' };

/** A link that may be left out, such as the button in the page's head. */
function OptionalLink(props: {
  label: string;
  link: Bag | null;
  onChange: (link: Bag | null) => void;
}) {
  const { label, link, onChange } = props;
  return (
    <Stack gap="xs">
      <Switch
        label={label}
        checked={link !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? NEW_LINK : null)}
      />
      {link && (
        <SettingInputs
          settings={LINK}
          bag={link}
          onChange={(patch) => onChange({ ...link, ...patch })}
        />
      )}
    </Stack>
  );
}
