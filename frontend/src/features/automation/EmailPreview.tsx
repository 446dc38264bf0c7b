/** The chosen e-mail as its reader would see it, in the step's panel. */

import { Button, Paper, Skeleton, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import { Dialog } from '@/ui';
import classes from './automation.module.css';
import { useT } from './messages';

interface Rendered {
  subject: string;
  html: string;
}

/** A small view of the e-mail with example values; a press opens it at its full size. */
export function EmailPreview({ contentId }: { contentId: string }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const query = useQuery({
    queryKey: key('content-preview', contentId, 'flow'),
    queryFn: () => api.post<Rendered>(`/contents/${contentId}/preview`, {}),
    placeholderData: keepPreviousData,
    // It may have been written in another tab since.
    refetchOnWindowFocus: 'always',
    retry: false,
  });
  if (query.isPending) return <Skeleton h={190} radius="md" />;
  // A deleted e-mail is told of by the step's problems.
  if (!query.data) return null;
  const { subject, html } = query.data;
  const title = subject || t('previewNoSubject');
  return (
    <>
      <Paper withBorder style={{ overflow: 'hidden' }} data-preview={contentId}>
        <Text size="sm" fw={600} p="xs" truncate title={title} bg="var(--mantine-color-gray-1)">
          {title}
        </Text>
        {html ? (
          <div className={classes.mail}>
            <iframe title={t('previewOf')} srcDoc={html} sandbox="" tabIndex={-1} />
          </div>
        ) : (
          <Text size="sm" c="dimmed" p="xs">
            {t('previewEmpty')}
          </Text>
        )}
        {html && (
          <Button
            fullWidth
            size="xs"
            variant="subtle"
            radius={0}
            leftSection={<IconEye size={14} />}
            onClick={() => setOpened(true)}
          >
            {t('previewOpen')}
          </Button>
        )}
      </Paper>
      <Dialog opened={opened} onClose={() => setOpened(false)} size="lg" title={title}>
        <iframe
          title={t('previewOf')}
          srcDoc={html}
          sandbox=""
          style={{ width: '100%', height: '68vh', border: 0, display: 'block' }}
        />
      </Dialog>
    </>
  );
}
