/** `/`: straight into the last workspace, or a word on how to get into one. */

import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { ErrorState } from '@/ui/states';
import { meQuery } from '../session';
import { lastWorkspace } from './last';
import { Outside } from './Outside';

export function Home() {
  const me = useQuery(meQuery);
  if (me.data) {
    const last = lastWorkspace();
    const target = me.data.workspaces.find((w) => w.slug === last) ?? me.data.workspaces[0];
    if (target) return <Navigate to="/w/$workspace" params={{ workspace: target.slug }} replace />;
    return <Outside me={me.data} />;
  }
  return (
    <Center h="100dvh" p="md">
      {me.error ? <ErrorState error={me.error} onRetry={() => me.refetch()} /> : <Loader />}
    </Center>
  );
}
