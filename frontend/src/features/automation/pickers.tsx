import { Select } from '@mantine/core';
import type { PickerProps } from '@/kit/contrib';
import { useUi } from '@/ui/messages';
import { useFlowNames } from './data';

export function FlowPicker({ value, onChange, ...rest }: PickerProps) {
  const ui = useUi();
  const names = useFlowNames();
  return (
    <Select
      {...rest}
      placeholder={ui('pick')}
      data={Object.entries(names).map(([id, name]) => ({ value: id, label: name }))}
      value={value}
      searchable
      clearable={!rest.required}
      allowDeselect={!rest.required}
      onChange={(id, option) => onChange(id, option?.label ?? '')}
    />
  );
}
