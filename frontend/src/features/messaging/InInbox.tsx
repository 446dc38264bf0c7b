import { useWorkspaceHref } from '@/ui';
import { useT } from './messages';

/** A link to a mail of the test inbox, beside what one works at. */
export function InInbox({ id }: { id: number }) {
  const t = useT();
  const href = useWorkspaceHref();
  return (
    <a href={href(`/inbox/${id}`)} target="_blank" rel="noopener">
      {t('testOpen')}
    </a>
  );
}
