import type { ReactNode } from 'react';
import { useWorkspaceHref } from '@/ui';
import { useT } from './messages';

/** A link to a mail of the test inbox, beside what one works at; it may stand in a notice. */
export function useInboxLink(): (id: number) => ReactNode {
  const t = useT();
  const href = useWorkspaceHref();
  return (id) => (
    <a href={href(`/inbox/${id}`)} target="_blank" rel="noopener">
      {t('testOpen')}
    </a>
  );
}
