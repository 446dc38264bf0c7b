/** Somebody signed in who is not in this business: what to do now. */

import { Button, Group, Text } from '@mantine/core';
import { IconBuildingStore } from '@tabler/icons-react';
import type { Me } from '@/api/auth';
import { InAppLink } from '@/ui/navigation';
import { EmptyState } from '@/ui/states';
import { useApp } from '../messages';
import { useLeave } from '../session';

export function Outside({ me }: { me: Me }) {
  const t = useApp();
  const leave = useLeave();
  const some = me.workspaces.length > 0;
  return (
    <EmptyState
      icon={IconBuildingStore}
      title={t(some ? 'notInside' : 'noWorkspace')}
      hint={t(some ? 'notInsideHint' : 'noWorkspaceHint')}
      action={
        <>
          <Text size="sm">{t('signedInAs', { email: me.user.email })}</Text>
          <Group justify="center" gap="xs">
            {me.workspaces.map((workspace) => (
              <Button
                key={workspace.slug}
                component={InAppLink}
                href={`/w/${workspace.slug}`}
                variant="light"
              >
                {workspace.name}
              </Button>
            ))}
            <Button variant="default" onClick={() => void leave()}>
              {t('signOut')}
            </Button>
          </Group>
        </>
      }
    />
  );
}
