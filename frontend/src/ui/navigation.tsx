/** Links and state in the URL, below the workspace's path. */

import { Anchor, type AnchorProps } from '@mantine/core';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import {
  type AnchorHTMLAttributes,
  forwardRef,
  type MouseEvent,
  useCallback,
  useMemo,
  useRef,
} from 'react';
import { useWorkspace } from '@/kit/workspace';

interface InAppLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** A plain anchor that navigates inside the app on an ordinary click. */
export const InAppLink = forwardRef<HTMLAnchorElement, InAppLinkProps>(function InAppLink(
  { href, onClick, ...rest },
  ref,
) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (event.defaultPrevented || event.button !== 0 || !plain || rest.target) return;
    event.preventDefault();
    // A double click leads on once: its second click may land on a link of the next screen.
    if (event.detail > 1) return;
    router.history.push(href);
  };
  return <a ref={ref} href={href} onClick={follow} {...rest} />;
});

/** The address of a path below the workspace. */
export function useWorkspaceHref(): (to: string) => string {
  const { slug } = useWorkspace();
  return useCallback((to) => `/w/${slug}${to === '/' ? '' : to}`, [slug]);
}

/** Go to a path below the workspace. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  const href = useWorkspaceHref();
  return useCallback(
    (to, options) =>
      options?.replace ? router.history.replace(href(to)) : router.history.push(href(to)),
    [router, href],
  );
}

interface WLinkProps extends AnchorProps {
  to: string;
  size?: 'xs' | 'sm';
  children: React.ReactNode;
}

/** A text link to a path below the workspace. */
export function WLink({ to, children, ...rest }: WLinkProps) {
  const href = useWorkspaceHref();
  return (
    <Anchor component={InAppLink} href={href(to)} inherit={rest.size === undefined} {...rest}>
      {children}
    </Anchor>
  );
}

type SearchState<K extends string> = Record<K, string>;

/** Filters kept in the URL; empty values leave no trace there. */
export function useUrlState<K extends string>(
  defaults: Record<K, string>,
): [SearchState<K>, (patch: Partial<Record<K, string>>) => void, () => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const navigate = useNavigate();
  const initial = useRef(defaults).current;
  const state = useMemo(() => {
    const found = {} as SearchState<K>;
    for (const name of Object.keys(initial) as K[]) found[name] = search[name] ?? initial[name];
    return found;
  }, [search, initial]);
  const patch = useCallback(
    (changes: Partial<Record<K, string>>) => {
      void navigate({
        to: '.',
        replace: true,
        search: ((old: Record<string, string | undefined>) =>
          withChanges(old, changes, initial)) as never,
      });
    },
    [navigate, initial],
  );
  const clear = useCallback(() => patch(initial), [patch, initial]);
  return [state, patch, clear];
}

function withChanges<K extends string>(
  old: Record<string, string | undefined>,
  changes: Partial<Record<K, string>>,
  defaults: Record<K, string>,
): Record<string, string | undefined> {
  const next = { ...old };
  for (const [name, value] of Object.entries(changes) as [K, string | undefined][]) {
    if (value === undefined || value === defaults[name]) delete next[name];
    else next[name] = value;
  }
  return next;
}
