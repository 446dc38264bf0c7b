/** Words with the little formatting that a page allows. */

import { ActionIcon, Box, Group, Text } from '@mantine/core';
import { IconBold, IconItalic, IconLink, IconList } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { readLink } from './links';
import { useT } from './messages';
import { cleanRich } from './tree';

export function Rich(props: {
  label: string;
  value: string;
  blocks: boolean;
  onChange: (html: string) => void;
}) {
  const t = useT();
  const { label, value, blocks, onChange } = props;
  const area = useRef<HTMLDivElement>(null);
  const known = useRef<string | null>(null);
  useEffect(() => {
    if (!area.current || value === known.current) return;
    known.current = value;
    area.current.innerHTML = cleanRich(value, blocks);
  }, [value, blocks]);
  const read = () => {
    if (!area.current) return;
    known.current = cleanRich(area.current.innerHTML, blocks);
    onChange(known.current);
  };
  const run = (command: string, argument?: string) => {
    area.current?.focus();
    document.execCommand(command, false, argument);
    read();
  };
  const link = () => {
    const address = readLink(window.prompt(t('linkPrompt'), 'https://') ?? '');
    if (address) run('createLink', address);
  };
  const tools = [
    { name: t('bold'), icon: IconBold, use: () => run('bold') },
    { name: t('italic'), icon: IconItalic, use: () => run('italic') },
    { name: t('link'), icon: IconLink, use: link },
    ...(blocks
      ? [{ name: t('bullets'), icon: IconList, use: () => run('insertUnorderedList') }]
      : []),
  ];
  return (
    <Box>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <Group gap={2}>
          {tools.map(({ name, icon: Icon, use }) => (
            <ActionIcon
              key={name}
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={name}
              onMouseDown={(event) => event.preventDefault()}
              onClick={use}
            >
              <Icon size={15} />
            </ActionIcon>
          ))}
        </Group>
      </Group>
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea has no bold or links */}
      <div
        ref={area}
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        tabIndex={0}
        aria-multiline={blocks}
        aria-label={label}
        onInput={read}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || blocks) return;
          event.preventDefault();
          run('insertLineBreak');
        }}
        onPaste={(event) => {
          event.preventDefault();
          document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
          read();
        }}
        style={{
          border: '1px solid var(--mantine-color-default-border)',
          borderRadius: 8,
          padding: '6px 10px',
          minHeight: blocks ? 84 : 38,
        }}
      />
    </Box>
  );
}
