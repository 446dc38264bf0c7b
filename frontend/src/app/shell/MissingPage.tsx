import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { InAppLink } from '@/ui/navigation';
import { EmptyState } from '@/ui/states';
import { useApp } from '../messages';

export function MissingPage() {
  const t = useApp();
  return (
    <EmptyState
      icon={IconMapOff}
      title={t('notFound')}
      hint={t('notFoundHint')}
      action={
        <Button component={InAppLink} href="/" variant="light">
          {t('goHome')}
        </Button>
      }
    />
  );
}
