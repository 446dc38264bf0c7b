/** Asking before something is taken away, with the things that would miss it. */

import { Alert, List, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schema } from '@/api/routes';
import { gather, useContributions } from '@/kit/contrib';
import { useWorkspace } from '@/kit/workspace';
import { asBody, type Question, useConfirm } from './feedback';
import { useUi } from './messages';
import { useWorkspaceHref } from './navigation';

type Uses = Schema<'UsesOut'>;
const KINDS = ['flow', 'page', 'content'] as const;

/** Like useConfirm, for a thing that others may name: who does is asked for first, `loss` said to. */
export function useConfirmLoss(kind: string) {
  const { api } = useWorkspace();
  const confirm = useConfirm();
  const contributions = useContributions();
  const href = useWorkspaceHref();
  return async (id: string, { loss, ...question }: Question & { loss?: string }) => {
    // Where they cannot be told the question is asked all the same.
    const uses = await api.get<Uses>(`/uses/${kind}/${id}`).catch(() => null);
    const paths = gather(contributions, 'itemPaths');
    const linkTo = (use: Uses['items'][number]) => {
      const path = paths[use.kind]?.(use.id);
      return path && href(path);
    };
    const body = <Told uses={uses} loss={loss} body={question.body} linkTo={linkTo} />;
    confirm({ ...question, body });
  };
}

function Told(props: {
  uses: Uses | null;
  loss: string | undefined;
  body: ReactNode;
  linkTo: (use: Uses['items'][number]) => string | undefined;
}) {
  const t = useUi();
  const { uses, loss, body, linkTo } = props;
  const known = (kind: string) => KINDS.find((each) => each === kind);
  return (
    <Stack gap="sm">
      {uses && uses.items.length + uses.hidden > 0 && (
        <Alert color="orange" title={t('usedBy')}>
          <List size="sm">
            {uses.items.map((use) => {
              const kind = known(use.kind);
              const to = linkTo(use);
              return (
                <List.Item key={`${use.kind}-${use.id}`}>
                  {kind && t(`used_${kind}`)}{' '}
                  {to ? (
                    <a href={to} target="_blank" rel="noopener">
                      “{use.name}”
                    </a>
                  ) : (
                    `“${use.name}”`
                  )}
                  {use.live && kind && kind !== 'content' && ` (${t(`usedLive_${kind}`)})`}
                </List.Item>
              );
            })}
            {uses.hidden > 0 && <List.Item>{t('usedHidden', { count: uses.hidden })}</List.Item>}
          </List>
          {loss && asBody(loss)}
        </Alert>
      )}
      {asBody(body)}
      {uses === null && loss && asBody(loss)}
    </Stack>
  );
}
