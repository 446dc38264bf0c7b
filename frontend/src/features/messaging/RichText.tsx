/** A small editor of simple rich text: bold, italic, links, lists, merge fields. */

import { ActionIcon, Box, Group, Text } from '@mantine/core';
import { IconBold, IconItalic, IconLink, IconList } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { MergeFieldMenu } from './MergeFieldMenu';
import { useT } from './messages';
import classes from './RichText.module.css';
import { cleanHtml } from './tree';

export function RichText(props: {
  label: string;
  value: string;
  onChange: (html: string) => void;
}) {
  const t = useT();
  const area = useRef<HTMLDivElement>(null);
  const known = useRef('');
  useEffect(() => {
    if (!area.current || props.value === known.current) return;
    known.current = props.value;
    area.current.innerHTML = cleanHtml(props.value);
  }, [props.value]);
  const read = () => {
    if (!area.current) return;
    known.current = cleanHtml(area.current.innerHTML);
    props.onChange(known.current);
  };
  // execCommand is old, yet every browser has it and it keeps the undo history.
  const run = (command: string, value?: string) => {
    area.current?.focus();
    document.execCommand(command, false, value);
    read();
  };
  const link = () => {
    const address = window.prompt(t('linkPrompt'), 'https://');
    if (address) run('createLink', address);
  };
  return (
    <Box>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={500}>
          {props.label}
        </Text>
        <Group gap={4}>
          <Tool label={t('bold')} icon={IconBold} onUse={() => run('bold')} />
          <Tool label={t('italic')} icon={IconItalic} onUse={() => run('italic')} />
          <Tool label={t('list')} icon={IconList} onUse={() => run('insertUnorderedList')} />
          <Tool label={t('link')} icon={IconLink} onUse={link} />
          <MergeFieldMenu onPick={(field) => run('insertText', field)} />
        </Group>
      </Group>
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea has no bold or links */}
      <div
        ref={area}
        className={classes.area}
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        tabIndex={0}
        aria-multiline="true"
        aria-label={props.label}
        onInput={read}
        onPaste={(event) => {
          event.preventDefault();
          document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
          read();
        }}
      />
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
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onUse}
    >
      <Icon size={16} />
    </ActionIcon>
  );
}
