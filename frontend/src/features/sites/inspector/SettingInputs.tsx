/** Inputs for the settings of a node. */

import { Button, Paper, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useT } from '../messages';
import { Rich } from '../Rich';
import { ListTools } from './ListTools';
import { Picture } from './Picture';
import { type Setting, TRUE_BY_DEFAULT } from './settings';
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
        onClick={() => onChange([...items, { ...setting.empty }])}
      >
        {t('addItem')}
      </Button>
    </Stack>
  );
}
