/** What a screen shows while it has nothing, has failed, or is waiting. */

import { Alert, Button, Paper, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconSearchOff } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { errorText } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { useUi } from './messages';

export interface EmptyProps {
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  title: string;
  /** What to do next. */
  hint: string;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, hint, action }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light">
        <Icon size={28} stroke={1.6} />
      </ThemeIcon>
      <Title order={3} fz="lg">
        {title}
      </Title>
      <Text c="dimmed" maw={440}>
        {hint}
      </Text>
      {action}
    </Stack>
  );
}

export function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useUi();
  return (
    <EmptyState
      icon={IconSearchOff}
      title={t('nothingFound')}
      hint={t('nothingFoundHint')}
      action={
        <Button variant="light" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      }
    />
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useUi();
  const { language } = useLanguage();
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={20} />}
      title={t('failed')}
      role="alert"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{errorText(error, language)}</Text>
        {onRetry && (
          <Button size="xs" variant="light" color="red" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function ListSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap="sm" p="md" aria-busy="true">
      {Array.from({ length: rows }, (_, index) => `row-${index}`).map((key) => (
        <Skeleton key={key} height={36} radius="sm" />
      ))}
    </Stack>
  );
}

export function FormSkeleton() {
  return (
    <Paper withBorder p="lg" aria-busy="true">
      <Stack>
        <Skeleton height={24} width="40%" />
        <Skeleton height={36} />
        <Skeleton height={36} />
        <Skeleton height={120} />
      </Stack>
    </Paper>
  );
}

/** Show the content of a query: waiting, failed with a retry, or there. */
export function QueryView<T>(props: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  waiting?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { query, waiting, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return waiting ?? <FormSkeleton />;
  return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
}
