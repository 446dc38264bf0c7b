/** Inputs for search, money and choosing other features' things. */

import {
  ActionIcon,
  Code,
  type ComboboxParsedItem,
  CopyButton,
  Group,
  type OptionsFilter,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { DateInput, type DateInputProps } from '@mantine/dates';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconCheck, IconCopy, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { type PickerKind, type PickerProps, useContributions } from '@/kit/contrib';
import { addDays, dayOf, parseDay } from '@/kit/dates';
import { formatNumber, type Money, parseMoney } from '@/kit/money';
import { fold } from '@/kit/text';
import { useUi } from './messages';

/** Search-as-you-type, kept by the caller (usually in the URL). */
export function SearchBox(props: {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
}) {
  const t = useUi();
  const [draft, setDraft] = useState(props.value);
  const sent = useRef(props.value);
  const send = useDebouncedCallback((value: string) => {
    sent.current = value;
    props.onChange(value);
  }, 300);
  useEffect(() => {
    if (props.value !== sent.current) {
      sent.current = props.value;
      setDraft(props.value);
    }
  }, [props.value]);
  const change = (value: string) => {
    setDraft(value);
    send(value.trim());
  };
  return (
    <TextInput
      type="search"
      aria-label={t('search')}
      placeholder={props.placeholder ?? t('search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        draft && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('clear')}
            onClick={() => change('')}
          >
            <IconX size={14} />
          </ActionIcon>
        )
      }
      value={draft}
      onChange={(event) => change(event.currentTarget.value)}
      style={{ flex: '1 1 220px', maxWidth: 420 }}
    />
  );
}

/** Options of a searchable Select with what was typed in their label, accents and blanks aside. */
export const filterFolded: OptionsFilter = ({ options, search, limit }) => {
  const wanted = bare(search);
  const matches = (item: ComboboxParsedItem) =>
    'label' in item && bare(item.label).includes(wanted);
  return options.filter(matches).slice(0, limit);
};

function bare(text: string): string {
  return fold(text).replace(/\s+/g, '');
}

interface MoneyInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** Absent only in the type: Mantine's getInputProps does not promise it. */
  value?: Money;
  onChange: (value: Money) => void;
}

/** Whole đồng, read as people write them; shows `1.250.000` when left. */
export function MoneyInput({
  value = null,
  onChange,
  error,
  description,
  ...rest
}: MoneyInputProps) {
  const t = useUi();
  const [draft, setDraft] = useState<string | null>(null);
  const unreadable = typeof value === 'string' && value !== '';
  const shown = draft ?? (typeof value === 'number' ? formatNumber(value) : (value ?? ''));
  const leave = () => {
    if (!unreadable) setDraft(null);
  };
  return (
    <TextInput
      inputMode="text"
      autoComplete="off"
      rightSection="₫"
      description={description ?? t('moneyHint')}
      {...rest}
      error={unreadable ? t('moneyBad') : error}
      value={shown}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        onChange(text.trim() === '' ? null : (parseMoney(text) ?? text));
      }}
      onBlur={leave}
    />
  );
}

interface DayInputProps extends Omit<DateInputProps, 'value' | 'onChange' | 'maxDate'> {
  /** An ISO day, or the words that are none and were typed all the same. */
  value?: string | null;
  onChange: (value: string | null) => void;
  /** The last ISO day that may be given. */
  latest?: string;
}

/** A day, typed as people here write it or chosen; what is no day stays and is said. */
export function DayInput({ value = null, onChange, error, latest, ...rest }: DayInputProps) {
  const t = useUi();
  const [typing, setTyping] = useState(false);
  const asLate = latest ?? addDays(dayOf(new Date()), 7305); // twenty years on
  const isLate = (day: string) => latest !== undefined && day > latest;
  const day = value ? parseDay(value, asLate) : null;
  const late = day !== null && isLate(day);
  const good = day !== null && day === value && !late;
  const flaw = !value || good || typing ? undefined : t(late ? 'dayLate' : 'dayBad');
  return (
    <DateInput
      valueFormat="DD/MM/YYYY"
      placeholder={t('dayShape')}
      autoComplete="off"
      clearable
      {...rest}
      {...(latest ? { maxDate: latest } : {})}
      dateParser={(text) => parseDay(text, asLate)}
      fixOnBlur={!value || good}
      value={good ? value : null}
      error={flaw ?? error}
      onChange={onChange}
      onInput={({ currentTarget }) => {
        const text = currentTarget.value.trim();
        const read = parseDay(text, asLate);
        if (text && (read === null || isLate(read))) onChange(text);
      }}
      onFocus={() => setTyping(true)}
      onBlur={() => setTyping(false)}
    />
  );
}

/** Choose a thing of another feature, through what that feature contributed. */
export function Picker({ kind, ...props }: PickerProps & { kind: PickerKind }) {
  const found = useContributions().find((contribution) => contribution.pickers?.[kind]);
  const Chooser = found?.pickers?.[kind];
  const t = useUi();
  if (!Chooser) {
    return <TextInput label={props.label} disabled value="" placeholder={t('noPicker')} readOnly />;
  }
  return <Chooser {...props} />;
}

/** A value to copy, such as a key or a code. */
export function Copyable({ value }: { value: string }) {
  const t = useUi();
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex">
      <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            onClick={copy}
            aria-label={copied ? t('copied') : t('copy')}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
