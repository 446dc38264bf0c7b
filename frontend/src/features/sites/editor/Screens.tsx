/** The choice between a computer's width and a phone's. */

import { SegmentedControl } from '@mantine/core';
import { useT } from '../messages';

export function Screens(props: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('screen')}
      data={[
        { value: 'desktop', label: t('desktop') },
        { value: 'phone', label: t('phone') },
      ]}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
