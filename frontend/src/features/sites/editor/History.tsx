/** Earlier versions, to go back to. */

import { Badge, Box, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/kit/workspace';
import { QueryView, useConfirm, useWrite } from '@/ui';
import type { Work } from '../draft';
import { useT } from '../messages';
import type { PageDetail, Revision } from '../types';

export function History({ pageId, work }: { pageId: string; work: Work }) {
  const t = useT();
  const { api, key, dateTime } = useWorkspace();
  const confirm = useConfirm();
  const query = useQuery({
    queryKey: key('page-revisions', pageId, work.saved.version),
    queryFn: () => api.get<Revision[]>(`/pages/${pageId}/revisions`),
  });
  const restore = useWrite<number, PageDetail>({
    run: (number) => api.post<PageDetail>(`/pages/${pageId}/revisions/${number}/restore`),
    done: t('restored'),
    onDone: work.adopt,
  });
  return (
    <QueryView query={query}>
      {(revisions) => (
        <Stack maw={640} gap="xs">
          {revisions.length === 0 && <Text c="dimmed">{t('noHistory')}</Text>}
          {revisions.map(({ number, name, saved_by, saved_at, published }) => (
            <Paper withBorder p="sm" key={number}>
              <Group justify="space-between">
                <Box>
                  <Text fw={500}>
                    {number}. {name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t('savedBy', { name: saved_by || '–', at: dateTime(saved_at) })}
                  </Text>
                </Box>
                <Group gap="xs">
                  {published && (
                    <Badge variant="light" tt="none">
                      {t('wasPublished')}
                    </Badge>
                  )}
                  {work.mayEdit && (
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() =>
                        confirm({
                          title: t('restoreTitle', { number }),
                          body: t('restoreBody'),
                          action: t('restore'),
                          onConfirm: () => restore.mutate(number),
                        })
                      }
                    >
                      {t('restore')}
                    </Button>
                  )}
                </Group>
              </Group>
            </Paper>
          ))}
        </Stack>
      )}
    </QueryView>
  );
}
