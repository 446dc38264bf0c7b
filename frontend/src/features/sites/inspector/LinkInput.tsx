/** A link target: kept as typed until it can be read, so that half an address is never saved. */

import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isLink, readLink } from '../links';
import { useT } from '../messages';

interface LinkInputProps {
  label: string;
  value: string;
  onChange: (href: string) => void;
}

export function LinkInput({ label, value, onChange }: LinkInputProps) {
  const t = useT();
  const [typed, setTyped] = useState(value);
  const [left, setLeft] = useState(true);
  // Undo and other tabs change the value from outside.
  useEffect(() => setTyped(value), [value]);
  const leave = () => {
    setLeft(true);
    const link = readLink(typed);
    if (link === null) return;
    setTyped(link);
    if (link !== value) onChange(link);
  };
  return (
    <TextInput
      label={label}
      placeholder="https://"
      inputMode="url"
      maxLength={2000}
      value={typed}
      error={left && readLink(typed) === null && t('linkBad')}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        setLeft(false);
        if (isLink(text)) onChange(text);
      }}
      onBlur={leave}
    />
  );
}
