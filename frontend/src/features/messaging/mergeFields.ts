import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/kit/workspace';
import type { MergeField } from './types';

/** A stretch of a template's text, or the name of the field that stands there. */
export type Piece = { text: string } | { field: string };

const TAG = /\{\{\s*([\w.]+)[^{}]*\}\}/g;

/** The fields a mail can be personalised by. */
export function useMergeFields() {
  const { api, key } = useWorkspace();
  return useQuery({
    queryKey: key('merge-fields'),
    queryFn: () => api.get<MergeField[]>('/merge-fields'),
    staleTime: 5 * 60_000,
  });
}

/** Cut a template into its plain text and its fields. */
export function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const tag of template.matchAll(TAG)) {
    if (tag.index > end) {
      pieces.push({ text: template.slice(end, tag.index) });
    }
    pieces.push({ field: tag[1] ?? '' });
    end = tag.index + tag[0].length;
  }
  if (end < template.length) {
    pieces.push({ text: template.slice(end) });
  }
  return pieces;
}
