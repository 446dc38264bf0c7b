/** `/w/<slug>`: who we are there, then the shell around the page. */

import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { WorkspaceProvider } from '@/kit/workspace';
import { ErrorState } from '@/ui/states';
import { meQuery } from '../session';
import { rememberWorkspace } from './last';
import { Outside } from './Outside';
import { Shell } from './Shell';

export function WorkspaceRoute() {
  const { workspace: slug = '' } = useParams({ strict: false }) as { workspace?: string };
  const me = useQuery(meQuery);
  const info = useMemo(
    () => me.data?.workspaces.find((workspace) => workspace.slug === slug),
    [me.data, slug],
  );
  useEffect(() => {
    if (info) rememberWorkspace(info.slug);
  }, [info]);
  if (!me.data) {
    return (
      <Center h="100dvh" p="md">
        {me.error ? <ErrorState error={me.error} onRetry={() => me.refetch()} /> : <Loader />}
      </Center>
    );
  }
  if (!info) return <Outside me={me.data} />;
  return (
    <WorkspaceProvider info={info} key={info.slug}>
      <Shell me={me.data} />
    </WorkspaceProvider>
  );
}
