/** What the server finds wrong with a page, each kind once. */

import { type MessageKey, messages } from './messages';
import type { Problem } from './types';

export interface ProblemKind {
  code: string;
  serious: boolean;
  /** Short words for the kind; without them the server's own sentence is shown. */
  words: MessageKey | null;
  /** The first of the kind, with the server's whole sentence. */
  first: Problem;
  /** The nodes it concerns, in reading order. */
  places: string[];
}

/** Return each kind of problem once, with its places, in the server's order. */
export function kindsOf(problems: readonly Problem[]): ProblemKind[] {
  const kinds = new Map<string, ProblemKind>();
  for (const problem of problems) {
    const { code, node_id } = problem;
    // What concerns the whole page is said in full: there is no place to say it at.
    const known = kinds.get(code) ?? kindOf(problem);
    if (node_id && !known.places.includes(node_id)) known.places.push(node_id);
    kinds.set(code, known);
  }
  return [...kinds.values()];
}

function kindOf(first: Problem): ProblemKind {
  const key = `p_${first.code}`;
  const words = first.node_id && key in messages.vi ? (key as MessageKey) : null;
  return { code: first.code, serious: first.severity === 'error', words, first, places: [] };
}

/** The place after the chosen one, beginning anew after the last. */
export function nextPlace(places: readonly string[], chosen: string | null): string | undefined {
  const at = chosen === null ? -1 : places.indexOf(chosen);
  return places[(at + 1) % places.length];
}
