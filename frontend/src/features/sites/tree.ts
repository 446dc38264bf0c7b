/** Pure edits of a page's tree: each returns a new tree and shares what did not change. */

import type { Tree, TreeNode } from './types';

export const LEAVES = new Set([
  'heading',
  'text',
  'image',
  'button',
  'list',
  'spacer',
  'divider',
  'faq',
  'testimonial',
  'stat',
  'video',
  'countdown',
  'product',
  'form',
  'checkout',
]);
const COMPONENTS = new Set([...LEAVES, 'buttons', 'box', 'columns']);

/** Whether the page tree lets `child` stand directly inside `parent`. */
export function accepts(parent: string, child: string): boolean {
  if (parent === 'page') return child === 'section';
  if (parent === 'columns') return child === 'column';
  if (parent === 'buttons') return child === 'button';
  if (['section', 'box', 'column'].includes(parent)) return COMPONENTS.has(child);
  return false;
}

/** Every node in reading order. */
export function walk(tree: Tree): TreeNode[] {
  const under = (node: TreeNode): TreeNode[] => [node, ...(node.children ?? []).flatMap(under)];
  return [...(tree.header ? [tree.header] : []), ...tree.sections.flatMap(under), tree.footer];
}

export function findNode(tree: Tree, id: string | null): TreeNode | undefined {
  return id === null ? undefined : walk(tree).find((node) => node.id === id);
}

/** The places on the page that a link may scroll to. */
export function anchorsOf(tree: Tree): { href: string; label: string }[] {
  return walk(tree).flatMap((node) =>
    typeof node.anchor === 'string' && node.anchor
      ? [{ href: `#${node.anchor}`, label: titleOf(node) || node.anchor }]
      : [],
  );
}

/** The nodes around `id`, outermost first. */
export function ancestors(tree: Tree, id: string): TreeNode[] {
  const search = (nodes: TreeNode[], path: TreeNode[]): TreeNode[] | null => {
    for (const node of nodes) {
      if (node.id === id) return path;
      const found = search(node.children ?? [], [...path, node]);
      if (found) return found;
    }
    return null;
  };
  return search(tree.sections, []) ?? [];
}

/** What the eye goes to when a node is gone: the next beside it, else the one before, else around. */
export function beside(tree: Tree, id: string): string | null {
  const around = ancestors(tree, id).at(-1);
  const siblings = around?.children ?? tree.sections;
  const at = siblings.findIndex((node) => node.id === id);
  return (siblings[at + 1] ?? siblings[at - 1] ?? around)?.id ?? null;
}

type EditList = (siblings: TreeNode[], index: number) => TreeNode[];

function editAt(nodes: TreeNode[], id: string, edit: EditList): TreeNode[] {
  const index = nodes.findIndex((node) => node.id === id);
  if (index >= 0) return edit(nodes, index);
  let changed = false;
  const next = nodes.map((node) => {
    if (!node.children) return node;
    const children = editAt(node.children, id, edit);
    if (children === node.children) return node;
    changed = true;
    return { ...node, children };
  });
  return changed ? next : nodes;
}

function editSections(tree: Tree, id: string, edit: EditList): Tree {
  const sections = editAt(tree.sections, id, edit);
  return sections === tree.sections ? tree : { ...tree, sections };
}

export function updateNode(tree: Tree, id: string, patch: Partial<TreeNode>): Tree {
  if (tree.header?.id === id) return { ...tree, header: { ...tree.header, ...patch } };
  if (tree.footer.id === id) return { ...tree, footer: { ...tree.footer, ...patch } };
  return editSections(tree, id, (list, at) =>
    list.map((node, index) => (index === at ? { ...node, ...patch } : node)),
  );
}

export function removeNode(tree: Tree, id: string): Tree {
  return editSections(tree, id, (list, at) => list.filter((_, index) => index !== at));
}

export function moveNode(tree: Tree, id: string, by: -1 | 1): Tree {
  return editSections(tree, id, (list, at) => {
    const to = at + by;
    if (to < 0 || to >= list.length) return list;
    const next = [...list];
    const [node] = next.splice(at, 1);
    if (node) next.splice(to, 0, node);
    return next;
  });
}

/** Put a section where another one stands, which makes room for it. */
export function moveSection(tree: Tree, id: string, to: string): Tree {
  const from = tree.sections.findIndex((section) => section.id === id);
  const at = tree.sections.findIndex((section) => section.id === to);
  const section = tree.sections[from];
  if (!section || at < 0 || at === from) return tree;
  return { ...tree, sections: tree.sections.toSpliced(from, 1).toSpliced(at, 0, section) };
}

/** Copy a node right after itself; every id in the copy is new, so a copied form is a new form. */
export function duplicateNode(tree: Tree, id: string): { tree: Tree; id: string | null } {
  const source = findNode(tree, id);
  if (!source) return { tree, id: null };
  const copy = withoutAnchor(withNewIds(source, takenIds(tree)));
  const next = editSections(tree, id, (list, at) => list.toSpliced(at + 1, 0, copy));
  return { tree: next, id: copy.id };
}

/** Put a new node where it fits best: inside the chosen container, else after what is chosen. */
export function addNode(tree: Tree, made: TreeNode, chosen: string | null): Tree {
  const node = withNewIds(made, takenIds(tree));
  const path = chosen === null ? [] : [...ancestors(tree, chosen), findNode(tree, chosen)];
  const around = path.filter((item): item is TreeNode => item !== undefined).reverse();
  if (node.type === 'section') {
    const after = around.at(-1);
    const at = after ? tree.sections.findIndex(({ id }) => id === after.id) : -1;
    return { ...tree, sections: tree.sections.toSpliced(at < 0 ? Infinity : at + 1, 0, node) };
  }
  for (const [index, host] of around.entries()) {
    if (!accepts(host.type, node.type)) continue;
    const inside = around[index - 1];
    const children = host.children ?? [];
    const at = inside ? children.findIndex(({ id }) => id === inside.id) + 1 : children.length;
    return updateNode(tree, host.id, { children: children.toSpliced(at, 0, node) });
  }
  const id = freshId('section', takenIds(tree));
  const section = { id, type: 'section', children: [node] };
  return { ...tree, sections: [...tree.sections, section] };
}

export function takenIds(tree: Tree): Set<string> {
  return new Set(walk(tree).map(({ id }) => id));
}

/** An id nobody has yet, marked as taken. */
export function freshId(type: string, taken: Set<string>): string {
  let number = 1;
  while (taken.has(`${type}-${number}`)) number += 1;
  const id = `${type}-${number}`;
  taken.add(id);
  return id;
}

export function withNewIds(node: TreeNode, taken: Set<string>): TreeNode {
  const id = freshId(node.type, taken);
  const children = node.children?.map((child) => withNewIds(child, taken));
  return children ? { ...node, id, children } : { ...node, id };
}

/** A copy's anchor would be a second place of one name on the page. */
function withoutAnchor(node: TreeNode): TreeNode {
  if (!node.anchor) return node;
  const { anchor: _, ...rest } = node;
  return rest as TreeNode;
}

/** Give a new id to every node whose id was seen before, keeping the first one. */
export function withoutTwins(tree: Tree): Tree {
  const taken = takenIds(tree);
  const seen = new Set<string>();
  const mend = (node: TreeNode): TreeNode => {
    const id = seen.has(node.id) || node.id === '' ? freshId(node.type, taken) : node.id;
    seen.add(id);
    const children = node.children?.map(mend);
    const own = id === node.id ? node : withoutAnchor(node);
    return children ? { ...own, id, children } : { ...own, id };
  };
  if (tree.header) seen.add(tree.header.id);
  seen.add(tree.footer.id);
  return { ...tree, sections: tree.sections.map(mend) };
}

/** Words to know a node by in lists. */
export function titleOf(node: TreeNode): string {
  for (const key of ['name', 'title', 'label', 'html', 'brand', 'value', 'alt']) {
    const text = node[key];
    if (typeof text === 'string' && text.trim()) return plainText(text).slice(0, 60);
  }
  for (const child of node.children ?? []) {
    const found = titleOf(child);
    if (found) return found;
  }
  return '';
}

export function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim() ?? '';
}

const INLINE = new Set([
  'A',
  'B',
  'STRONG',
  'I',
  'EM',
  'U',
  'S',
  'MARK',
  'SMALL',
  'BR',
  'SUB',
  'SUP',
]);
const BLOCKS = new Set(['P', 'UL', 'OL', 'LI']);

/** Keep only the formatting that the page tree allows; the server cleans once more. */
export function cleanRich(html: string, blocks: boolean): string {
  const source = new DOMParser().parseFromString(html, 'text/html').body;
  const target = document.implementation.createHTMLDocument('').body;
  copyAllowed(source, target, blocks);
  return target.innerHTML.replace(/&nbsp;/g, ' ');
}

function copyAllowed(from: Node, to: HTMLElement, blocks: boolean): void {
  for (const child of from.childNodes) {
    if (child.nodeType === 3) to.append(child.textContent ?? '');
    if (!(child instanceof Element) && child.nodeType !== 1) continue;
    const element = child as HTMLElement;
    const tag = blocks && element.tagName === 'DIV' ? 'P' : element.tagName;
    const allowed = INLINE.has(tag) || (blocks && BLOCKS.has(tag));
    if (!allowed) {
      if (!['SCRIPT', 'STYLE'].includes(tag)) copyAllowed(element, to, blocks);
      continue;
    }
    const copy = to.ownerDocument.createElement(tag);
    const href = element.getAttribute('href') ?? element.getAttribute('data-href');
    if (tag === 'A' && href && /^(#|\/|https?:\/\/|mailto:|tel:)/.test(href)) {
      copy.setAttribute('href', href);
    }
    copyAllowed(element, copy, blocks);
    to.append(copy);
  }
}
