/** The draft as the server renders it, and what the server finds wrong with it. */

import { useEffect, useState } from 'react';
import { useWorkspace } from '@/kit/workspace';
import type { Draft } from '../draft';
import type { Problem, Tree } from '../types';

export interface Preview {
  html: string;
  problems: Problem[];
}

export interface Rendered extends Preview {
  from: Tree;
}

/** The draft as the server renders it, a moment after the last change. */
export function useRendered(pageId: string, { tree, seo }: Draft, first: Problem[]): Rendered {
  const { api } = useWorkspace();
  const [rendered, setRendered] = useState<Rendered>({ html: '', problems: first, from: tree });
  useEffect(() => {
    let current = true;
    const timer = window.setTimeout(async () => {
      try {
        const body = { tree, seo, editing: true };
        const result = await api.post<Preview>(`/pages/${pageId}/preview`, body);
        if (current) setRendered({ ...result, from: tree });
      } catch {
        // The save that follows says what is wrong; the canvas keeps its last good look.
      }
    }, 150);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [api, pageId, tree, seo]);
  return rendered;
}
