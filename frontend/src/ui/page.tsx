/** The frame of a screen: title, what it is for, its main actions. */

import { Anchor, Box, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { focusLost } from './focus';
import { InAppLink, useWorkspaceHref } from './navigation';

interface PageProps {
  title: ReactNode;
  /** For the browser's title when `title` is not text. */
  windowTitle?: string;
  description?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string };
  children: ReactNode;
}

/** The first screen leaves the keyboard at the document's start, where the way to skip is. */
let arrived = false;

export function Page({ title, windowTitle, description, actions, back, children }: PageProps) {
  const href = useWorkspaceHref();
  const shown = windowTitle ?? (typeof title === 'string' ? title : '');
  const heading = useRef<HTMLHeadingElement>(null);
  // A link or button that led here is gone; the keyboard goes on from the new screen's title.
  useEffect(() => {
    if (arrived && focusLost()) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  useEffect(() => {
    document.title = shown ? `${shown} · Donbay` : 'Donbay';
  }, [shown]);
  return (
    <Stack gap="lg">
      <Box>
        {back && (
          <Anchor component={InAppLink} href={href(back.to)} size="sm" c="dimmed" mb={6}>
            <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
              <IconArrowLeft size={15} aria-hidden />
              {back.label}
            </Group>
          </Anchor>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box miw={0} style={{ flex: '1 1 280px' }}>
            <Title
              order={1}
              ref={heading}
              tabIndex={-1}
              className="mantine-focus-auto"
              style={{ overflowWrap: 'anywhere' }}
            >
              {title}
            </Title>
            {description && (
              <Text c="dimmed" mt={4} maw={680}>
                {description}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </Box>
      {children}
    </Stack>
  );
}
