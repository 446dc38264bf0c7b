/** Looks of a node, among those the page tree allows. */

import { Select, Stack, Text } from '@mantine/core';
import { useT } from '../messages';
import { SettingInput } from './SettingInputs';
import { PHONE_STYLES, STYLES } from './settings';
import { type Bag, type EditProps, useWords } from './words';

export function Looks({ node, onChange }: EditProps) {
  const t = useT();
  const style = node.style ?? {};
  const phone = (style.phone as Bag | null | undefined) ?? {};
  const change = (patch: Bag) => onChange({ style: { ...style, ...patch } });
  return (
    <Stack gap="xs">
      <StyleRows rows={STYLES} bag={style} onChange={change} />
      {['uppercase', 'desktop_hidden'].map((key) => (
        <SettingInput key={key} setting={{ key, kind: 'flag' }} bag={style} onChange={change} />
      ))}
      <Text size="sm" fw={600} mt="xs">
        {t('onPhone')}
      </Text>
      <StyleRows
        rows={PHONE_STYLES}
        bag={phone}
        onChange={(patch) => change({ phone: { ...phone, ...patch } })}
      />
      <SettingInput
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
