/**
 * The page's tree as GrapesJS components and back, without loss. A component carries its node's
 * settings untouched in `node`; tag, attributes and content are only looks, taken from what the
 * server rendered, and never read back.
 */

import { accepts, LEAVES } from './tree';
import type { Tree, TreeNode } from './types';

export const PREFIX = 'db-';
const CONTAINERS = ['section', 'columns', 'column', 'box', 'buttons'];
export const NODE_TYPES = [...CONTAINERS, ...LEAVES, 'header', 'footer', 'unknown'];

/** A component definition as GrapesJS takes it. */
export interface Definition {
  type: string;
  /** The node without its children; null for what is only markup around nodes. */
  node?: Omit<TreeNode, 'children'> & { children?: TreeNode[] };
  hasChildren?: boolean;
  host?: string;
  tagName?: string;
  attributes?: Record<string, string>;
  content?: string;
  components?: Definition[];
}

/** What reading back needs of a GrapesJS component. */
export interface Readable {
  get(key: string): unknown;
  components(): { map<T>(visit: (component: Readable) => T): T[] };
}

/** Turn a tree into definitions, dressed in the server's markup where it is given. */
export function toDefinitions(tree: Tree, rendered: Document | null): Definition[] {
  const dresser = new Dresser(tree, rendered);
  return dresser.page();
}

class Dresser {
  private readonly nodes = new Map<string, TreeNode>();

  constructor(
    private readonly tree: Tree,
    private readonly rendered: Document | null,
  ) {
    const note = (node: TreeNode) => {
      this.nodes.set(node.id, node);
      node.children?.forEach(note);
    };
    if (tree.header) note(tree.header);
    tree.sections.forEach(note);
    note(tree.footer);
  }

  page(): Definition[] {
    const { header, sections, footer } = this.tree;
    const main = this.rendered?.querySelector('main');
    const middle: Definition = {
      type: `${PREFIX}shell`,
      host: 'page',
      tagName: 'main',
      attributes: main ? attributesOf(main) : {},
      components: sections.map((section) => this.node(section)),
    };
    return [...(header ? [this.node(header)] : []), middle, this.node(footer)];
  }

  private node(node: TreeNode): Definition {
    const element = this.rendered?.querySelector(`[data-node="${node.id}"]`) ?? null;
    const known = NODE_TYPES.includes(node.type);
    const type = PREFIX + (known ? node.type : 'unknown');
    const looks = element
      ? { tagName: element.tagName.toLowerCase(), attributes: attributesOf(element) }
      : { tagName: 'div', attributes: { class: 'db-new' } };
    if (!CONTAINERS.includes(node.type)) {
      return { type, node, ...looks, content: element?.innerHTML ?? '' };
    }
    const { children, ...own } = node;
    const components = this.inside(children ?? [], element, node.type);
    return { type, node: own, hasChildren: children !== undefined, ...looks, components };
  }

  private inside(children: TreeNode[], element: Element | null, host: string): Definition[] {
    const shown = element ? this.dressed(element, host) : [];
    const found = idsIn(shown);
    const whole = found.join(' ') === children.map(({ id }) => id).join(' ');
    return whole ? shown : children.map((child) => this.node(child));
  }

  private dressed(parent: Element, host: string): Definition[] {
    return [...parent.childNodes].flatMap((child) => this.dress(child, host));
  }

  private dress(child: ChildNode, host: string): Definition[] {
    if (child.nodeType !== 1) return [];
    const element = child as Element;
    const node = this.nodes.get(element.getAttribute('data-node') ?? '');
    if (node) return [this.node(node)];
    const looks = { tagName: element.tagName.toLowerCase(), attributes: attributesOf(element) };
    if (!element.querySelector('[data-node]') && !element.classList.contains('stack')) {
      return [{ type: `${PREFIX}static`, ...looks, content: element.innerHTML }];
    }
    const droppable = element.classList.contains('stack') ? host : '';
    const components = this.dressed(element, host);
    return [{ type: `${PREFIX}shell`, host: droppable, ...looks, components }];
  }
}

function idsIn(definitions: Definition[]): string[] {
  return definitions.flatMap(({ node, components }): string[] =>
    node ? [String(node.id)] : idsIn(components ?? []),
  );
}

/** Attributes for the canvas: nothing there may navigate, submit or clash by id. */
function attributesOf(element: Element): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const { name, value } of element.attributes) {
    if (['id', 'href', 'action', 'aria-labelledby', 'tabindex'].includes(name)) continue;
    kept[name] = value;
  }
  return kept;
}

/** Prepare the server's document for the canvas. */
export function readRendered(html: string): { document: Document; css: string } {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const css = [...parsed.querySelectorAll('style')].map((style) => style.textContent).join('\n');
  for (const script of parsed.querySelectorAll('script, .skip')) script.remove();
  for (const link of parsed.querySelectorAll('a[href]')) {
    link.setAttribute('data-href', link.getAttribute('href') ?? '');
    link.removeAttribute('href');
  }
  for (const input of parsed.querySelectorAll('input, select, textarea, button')) {
    input.setAttribute('tabindex', '-1');
    if (input.tagName === 'BUTTON') input.setAttribute('type', 'button');
  }
  return { document: parsed, css };
}

/** Read the tree back from components; theme and version come from `base`. */
export function toTree(base: Tree, top: Readable[]): Tree {
  const nodes = top.flatMap(readNodes);
  const header = nodes.find(({ type }) => type === 'header');
  const footer = nodes.find(({ type }) => type === 'footer') ?? base.footer;
  const sections = nodes.filter((node) => node !== header && node !== footer);
  return { ...base, ...(header ? { header } : {}), sections, footer };
}

function readNodes(component: Readable): TreeNode[] {
  const node = component.get('node') as TreeNode | undefined;
  const below = () =>
    component
      .components()
      .map((child) => child)
      .flatMap(readNodes);
  if (!node) return component.get('type') === `${PREFIX}static` ? [] : below();
  if (!CONTAINERS.includes(node.type)) return [node];
  const children = below();
  return [children.length > 0 || component.get('hasChildren') ? { ...node, children } : node];
}

/** Whether GrapesJS may drop `source` into `target`. */
export function mayDrop(target: Readable, source: Readable): boolean {
  const child = (source.get('node') as TreeNode | undefined)?.type;
  const host = (target.get('host') as string | undefined) ?? '';
  const own = (target.get('node') as TreeNode | undefined)?.type ?? host;
  return child !== undefined && accepts(own, child);
}
