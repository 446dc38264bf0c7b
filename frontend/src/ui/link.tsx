/** Link targets: an input that reads what people mean, and the dialog that puts a link on words. */

import {
  Autocomplete,
  Button,
  type ComboboxItem,
  type ComboboxParsedItem,
  Group,
  type OptionsFilter,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import {
  createContext,
  type FormEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { type LinkTarget, useContributions } from '@/kit/contrib';
import { isLink, type LinkPlace, readLink } from '@/kit/links';
import { fold } from '@/kit/text';
import { Dialog } from './dialog';
import { useUi } from './messages';

const NearTargets = createContext<LinkTarget[]>([]);
const NONE = () => [];

/** Offer places inside the thing being edited, such as the sections of a page. */
export const LinkTargetsProvider = NearTargets.Provider;

/** What may be linked to: places in the thing at hand, then what features have to offer. */
function useTargets(place: LinkPlace): LinkTarget[] {
  const near = useContext(NearTargets);
  const found = [...near];
  const contributions = useContributions();
  for (const { useLinkTargets = NONE } of contributions) {
    // biome-ignore lint/correctness/useHookAtTopLevel: the features are fixed at start
    found.push(...useLinkTargets(place));
  }
  return found;
}

interface AddressProps {
  label: string;
  value: string;
  onChange: (typed: string) => void;
  onBlur?: () => void;
  error?: ReactNode;
  place: LinkPlace;
  autoFocus?: boolean;
  /** Something that writes into the address, such as the merge fields of a mail. */
  tools?: (insert: (text: string) => void) => ReactNode;
}

/** An address as it is typed, with what could be meant below it. */
function AddressInput({ place, tools, autoFocus, value, onChange, ...rest }: AddressProps) {
  const ui = useUi();
  const input = useRef<HTMLInputElement>(null);
  const targets = useTargets(place);
  const names = new Map(targets.map(({ href, label }) => [href, label]));
  const meant = readLink(value, place);
  const read = meant !== null && meant !== value.trim() ? [meant] : [];
  const offered = [...new Set(targets.map(({ href }) => href))].filter((href) => href !== meant);
  const insert = (text: string) => {
    const at = input.current?.selectionStart ?? value.length;
    const end = input.current?.selectionEnd ?? at;
    onChange(value.slice(0, at) + text + value.slice(end));
  };
  const matches: OptionsFilter = ({ options, search, limit }) => {
    // A finished address asks for nothing narrower: all targets may take its place.
    const wanted = isLink(search.trim(), place) && names.has(search.trim()) ? '' : fold(search);
    const hit = (item: ComboboxItem) =>
      item.value === read[0] ||
      fold(item.value).includes(wanted) ||
      fold(names.get(item.value) ?? '').includes(wanted);
    const isItem = (item: ComboboxParsedItem): item is ComboboxItem => 'value' in item;
    return options.filter((item) => isItem(item) && hit(item)).slice(0, limit);
  };
  return (
    <Autocomplete
      {...rest}
      ref={input}
      placeholder="https://"
      inputMode="url"
      maxLength={2000}
      limit={8}
      data-autofocus={autoFocus || undefined}
      value={value}
      onChange={onChange}
      data={[...read, ...offered]}
      filter={matches}
      renderOption={({ option }) => (
        <div style={{ minWidth: 0 }}>
          <Text size="sm" truncate>
            {names.get(option.value) ?? ui(kindOf(option.value))}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {option.value}
          </Text>
        </div>
      )}
      {...(tools ? { rightSection: tools(insert), rightSectionWidth: 130 } : {})}
    />
  );
}

function kindOf(href: string): 'linkPhone' | 'linkMail' | 'linkWeb' {
  if (href.startsWith('tel:')) return 'linkPhone';
  return href.startsWith('mailto:') ? 'linkMail' : 'linkWeb';
}

const BAD = { page: 'linkBadOnPage', mail: 'linkBadInMail' } as const;

interface LinkInputProps {
  label: string;
  value: string;
  onChange: (href: string) => void;
  place?: LinkPlace;
  tools?: AddressProps['tools'];
}

/** A link target: kept as typed until it can be read, so that half an address is never saved. */
export function LinkInput({ label, value, onChange, place = 'page', tools }: LinkInputProps) {
  const ui = useUi();
  const [typed, setTyped] = useState(value);
  const [left, setLeft] = useState(true);
  // Undo and other tabs change the value from outside.
  useEffect(() => setTyped(value), [value]);
  const leave = () => {
    setLeft(true);
    const link = readLink(typed, place);
    if (link === null) return;
    setTyped(link);
    if (link !== value) onChange(link);
  };
  return (
    <AddressInput
      label={label}
      value={typed}
      place={place}
      error={left && readLink(typed, place) === null && ui(BAD[place])}
      onChange={(text) => {
        setTyped(text);
        setLeft(false);
        if (isLink(text, place)) onChange(text);
      }}
      onBlur={leave}
      {...(tools ? { tools } : {})}
    />
  );
}

/** Words and where they lead. */
export interface LinkedWords {
  text: string;
  href: string;
}
/** What was decided about a link; null leaves everything as it was. */
export type LinkAnswer = LinkedWords | 'remove' | null;
/** Ask for the link on some words. */
export type AskLink = (given: LinkedWords) => Promise<LinkAnswer>;

interface Asked {
  given: LinkedWords;
  answer: (answer: LinkAnswer) => void;
}

/** The dialog that makes, changes and removes a link; render it and call the function. */
export function useLinkDialog(place: LinkPlace): [dialog: ReactNode, ask: AskLink] {
  const ui = useUi();
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = useCallback<AskLink>(
    (given) => new Promise((answer) => setAsked({ given, answer })),
    [],
  );
  const close = (answer: LinkAnswer) => {
    setAsked(null);
    asked?.answer(answer);
  };
  const dialog = (
    <Dialog
      opened={asked !== null}
      onClose={() => close(null)}
      title={ui(asked?.given.href ? 'linkChange' : 'linkAdd')}
      // Whoever asked puts the focus back on the words themselves, at once.
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      {asked && <LinkForm place={place} given={asked.given} onDone={close} />}
    </Dialog>
  );
  return [dialog, ask];
}

function LinkForm(props: {
  place: LinkPlace;
  given: LinkedWords;
  onDone: (answer: LinkAnswer) => void;
}) {
  const ui = useUi();
  const { place, given, onDone } = props;
  const [text, setText] = useState(given.text);
  const [typed, setTyped] = useState(given.href);
  const [tried, setTried] = useState(false);
  const href = readLink(typed, place);
  const finish = (event: FormEvent) => {
    event.preventDefault();
    // A dialog's form bubbles through React to a form around the editor.
    event.stopPropagation();
    setTried(true);
    if (href) onDone({ text: text.trim() || typed.trim(), href });
  };
  return (
    <form onSubmit={finish} noValidate>
      <Stack gap="sm">
        <TextInput
          label={ui('linkText')}
          maxLength={300}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <AddressInput
          autoFocus
          label={ui('linkAddress')}
          place={place}
          value={typed}
          error={tried && !href && ui(BAD[place])}
          onChange={setTyped}
        />
        <Group justify="flex-end" gap="xs">
          {given.href && (
            <Button
              variant="subtle"
              color="red"
              style={{ marginInlineEnd: 'auto' }}
              onClick={() => onDone('remove')}
            >
              {ui('linkRemove')}
            </Button>
          )}
          <Button variant="default" onClick={() => onDone(null)}>
            {ui('cancel')}
          </Button>
          <Button type="submit">{ui('linkPut')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
