import { Button, Menu, ScrollArea, Text } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useMergeFields } from './mergeFields';
import { useT } from './messages';

/** Choose a merge field; gives it in the template's writing. */
export function MergeFieldMenu({ onPick }: { onPick: (text: string) => void }) {
  const t = useT();
  const fields = useMergeFields();
  return (
    <Menu position="bottom-end" width={280} returnFocus={false}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconBraces size={14} aria-hidden />}
          onMouseDown={(event) => event.preventDefault()}
        >
          {t('mergeField')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={280}>
          {(fields.data ?? []).map((field) => (
            <Menu.Item key={field.name} onClick={() => onPick(`{{ ${field.name} }}`)}>
              {field.label}
              <Text size="xs" c="dimmed">
                {field.example}
              </Text>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
