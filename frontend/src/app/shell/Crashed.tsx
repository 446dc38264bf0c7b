import { Button, Container } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { EmptyState } from '@/ui/states';
import { useApp } from '../messages';

/** A screen that threw: say so and offer to reload. */
export function Crashed() {
  const t = useApp();
  return (
    <Container py="xl">
      <EmptyState
        icon={IconMoodSad}
        title={t('crashed')}
        hint={t('crashedHint')}
        action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}
      />
    </Container>
  );
}
