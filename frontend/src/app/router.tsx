/** Routes: sign-in, the chooser of a workspace, and below `/w/<slug>` what the features give. */

import { Center, Loader } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { loadPart } from '@/kit/renewal';
import { contributions } from './contributions';
import { SignIn } from './SignIn';
import { Crashed } from './shell/Crashed';
import { Home } from './shell/Home';
import { MissingPage } from './shell/MissingPage';
import { WorkspaceRoute } from './shell/WorkspaceRoute';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Whether the page fills the window, without padding. */
    bare?: boolean;
  }
}

interface RouterContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const signIn = createRoute({ getParentRoute: () => root, path: '/login', component: SignIn });
const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspace',
  component: WorkspaceRoute,
});

const pages = contributions.flatMap(({ routes = [] }) =>
  routes.map((route) =>
    createRoute({
      getParentRoute: () => workspace,
      path: route.path === '' ? '/' : route.path,
      component: lazyRouteComponent(() => loadPart(route.load)),
      staticData: { bare: route.bare ?? false },
    }),
  ),
);

/** Search parameters are plain strings, so that links stay readable. */
function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([signIn, home, workspace.addChildren(pages)]),
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    defaultNotFoundComponent: MissingPage,
    defaultErrorComponent: Crashed,
    defaultPendingComponent: () => (
      <Center h={240}>
        <Loader />
      </Center>
    ),
    scrollRestoration: true,
  });
}
