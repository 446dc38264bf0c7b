/** Colours and letters of the whole page. */

import { ColorInput, Stack } from '@mantine/core';
import { useT } from '../messages';
import { SettingInput } from './SettingInputs';
import { type Bag, useWords } from './words';

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
        <SettingInput
          key={key}
          setting={{ key, kind: 'choice', values: FONTS, initial: 'sans' }}
          bag={theme}
          onChange={change}
        />
      ))}
      <SettingInput
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
