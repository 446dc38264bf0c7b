/** Words for kinds of nodes, settings and values. */

import { useT, wordKey } from '../messages';
import type { TreeNode } from '../types';

/** Settings as the tree keeps them. */
export type Bag = Record<string, unknown>;
/** A node and what changes it. */
export interface EditProps {
  node: TreeNode;
  onChange: (patch: Bag) => void;
}

/** The words for a kind of node, a setting or a value. */
export function useWords() {
  const t = useT();
  return (prefix: 'n' | 's' | 'v', name: string) => {
    const key = wordKey(prefix, name);
    return key ? t(key) : name.toUpperCase();
  };
}

/** The words for a kind of node. */
export function useName() {
  const t = useT();
  return (type: string) => t(wordKey('n', type) ?? 'n_unknown');
}
