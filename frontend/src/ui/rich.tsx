/** Words with a little formatting: bold, italic, links, lists. */

import { ActionIcon, Box, Group, Text } from '@mantine/core';
import { IconBold, IconItalic, IconLink, IconList } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import type { LinkPlace } from '@/kit/links';
import { useLinkDialog } from './link';
import { linkWords } from './linking';
import { useUi } from './messages';
import classes from './rich.module.css';

interface RichInputProps {
  label: string;
  value: string;
  onChange: (html: string) => void;
  /** Keep only the formatting that is allowed where the words go. */
  clean: (html: string) => string;
  place: LinkPlace;
  /** Paragraphs and lists, or a single run of words. */
  blocks: boolean;
  /** More that writes where the cursor is, such as the merge fields of a mail. */
  tools?: (insert: (text: string) => void) => ReactNode;
}

export function RichInput(props: RichInputProps) {
  const ui = useUi();
  const { label, value, onChange, clean, place, blocks, tools } = props;
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const known = useRef<string | null>(null);
  const [linkDialog, ask] = useLinkDialog(place);
  useEffect(() => {
    if (!area.current || value === known.current) return;
    known.current = value;
    area.current.innerHTML = clean(value);
  }, [value, clean]);
  const read = () => {
    if (!area.current) return;
    known.current = clean(area.current.innerHTML);
    onChange(known.current);
  };
  // execCommand is old, yet every browser has it and it keeps the undo history.
  const run = (command: string, argument?: string) => {
    area.current?.focus();
    document.execCommand(command, false, argument);
    read();
  };
  const link = async () => {
    if (area.current && (await linkWords(area.current, ask))) read();
  };
  const key = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      void link();
    } else if (event.key === 'Enter' && !blocks) {
      event.preventDefault();
      run('insertLineBreak');
    }
  };
  return (
    <Box>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={500} id={id}>
          {label}
        </Text>
        <Group gap={2}>
          <Tool label={ui('bold')} icon={IconBold} onUse={() => run('bold')} />
          <Tool label={ui('italic')} icon={IconItalic} onUse={() => run('italic')} />
          {blocks && (
            <Tool label={ui('bullets')} icon={IconList} onUse={() => run('insertUnorderedList')} />
          )}
          <Tool label={ui('link')} icon={IconLink} onUse={() => void link()} />
          {tools?.((text) => run('insertText', text))}
        </Group>
      </Group>
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea has no bold or links */}
      <div
        ref={area}
        className={classes.area}
        data-blocks={blocks || undefined}
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        tabIndex={0}
        aria-multiline={blocks}
        aria-labelledby={id}
        onInput={read}
        onKeyDown={key}
        onPaste={(event) => {
          event.preventDefault();
          document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
          read();
        }}
      />
      {linkDialog}
    </Box>
  );
}

function Tool(props: { label: string; icon: typeof IconBold; onUse: () => void }) {
  const Icon = props.icon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={props.label}
      // The words stay chosen while the button is pressed.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onUse}
    >
      <Icon size={16} />
    </ActionIcon>
  );
}
