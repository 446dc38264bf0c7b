/** The GrapesJS canvas: choosing, moving, copying, deleting and writing on the page itself. */

import { Box } from '@mantine/core';
import grapesjs, { type Component, type Editor } from 'grapesjs';
import 'grapesjs/dist/css/grapes.min.css';
import { useEffect, useRef } from 'react';
import { registerTypes, WRITTEN } from './components';
import { PREFIX, type Readable, readRendered, toDefinitions, toTree } from './mapping';
import { type NodeType, useT } from './messages';
import { cleanRich, findNode, plainText, updateNode, withoutTwins } from './tree';
import type { Tree, TreeNode } from './types';

const MARKS = `.db-new{outline:1px dashed #9aa;min-height:48px}
[data-gjs-type="db-column"]:empty,[data-gjs-type="db-box"]:empty{min-height:64px;outline:1px dashed #9aa}
a{cursor:default}`;

interface CanvasProps {
  tree: Tree;
  /** The page as the server renders it, for editing. */
  html: string;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onChange: (tree: Tree) => void;
  onUndo: () => void;
  onRedo: () => void;
  phone: boolean;
  /** The block being dragged from the palette. */
  dragged: TreeNode | null;
}

export default function Canvas(props: CanvasProps) {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const bridge = useRef<Bridge | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const words = useRef(t);
  useEffect(() => {
    if (!frame.current) return;
    const made = new Bridge(frame.current, latest, (type) =>
      words.current(`n_${type}` as NodeType),
    );
    bridge.current = made;
    return () => made.close();
  }, []);
  const { tree, html, selected, phone, dragged } = props;
  useEffect(() => bridge.current?.show(tree, html), [tree, html]);
  useEffect(() => bridge.current?.choose(selected), [selected]);
  useEffect(() => bridge.current?.narrow(phone), [phone]);
  useEffect(() => bridge.current?.drag(dragged), [dragged]);
  return (
    <Box h="100%" __vars={{ '--gjs-left-width': '0px', '--gjs-canvas-top': '0px' }}>
      <div ref={frame} data-testid="canvas" />
    </Box>
  );
}

/** Keeps one GrapesJS editor in step with the tree, both ways. */
class Bridge {
  private readonly editor: Editor;
  private applying = false;
  private ready = false;
  private shown = { html: '', definitions: [] as string[] };
  private reading = 0;

  constructor(
    container: HTMLElement,
    private readonly props: { current: CanvasProps },
    name: (type: string) => string,
  ) {
    this.editor = grapesjs.init({
      container,
      height: '100%',
      width: 'auto',
      fromElement: false,
      storageManager: false,
      telemetry: false,
      cssIcons: '',
      noticeOnUnload: false,
      panels: { defaults: [] },
      blockManager: { custom: true },
      layerManager: { custom: true },
      styleManager: { custom: true },
      traitManager: { custom: true },
      selectorManager: { custom: true },
      richTextEditor: { actions: ['bold', 'italic', 'underline', 'link'] },
      deviceManager: {
        devices: [
          { id: 'desktop', name: 'desktop', width: '' },
          { id: 'phone', name: 'phone', width: '390px' },
        ],
      },
    });
    registerTypes(this.editor, name);
    for (const id of ['core:undo', 'core:redo']) this.editor.Keymaps.remove(id);
    this.listen();
  }

  private listen(): void {
    const { editor } = this;
    editor.on('load', () => {
      this.ready = true;
      const { tree, html, selected, phone } = this.props.current;
      this.show(tree, html);
      this.choose(selected);
      this.narrow(phone);
      editor.Canvas.getDocument().addEventListener('keydown', (event) => this.key(event));
    });
    editor.on('component:add component:remove component:drag:end', () => this.readSoon());
    editor.on('component:selected', (component: Component) => {
      const id = nodeOf(component)?.id;
      if (!this.applying && id) this.props.current.onSelect(id);
    });
    editor.on('component:deselected', () => {
      if (!this.applying && !editor.getSelected()) this.props.current.onSelect(null);
    });
    editor.on('rte:disable', (view: { el: HTMLElement; model: Component }) => this.written(view));
  }

  private key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || this.editor.getEditing()) return;
    const letter = event.key.toLowerCase();
    if (letter === 'z' && !event.shiftKey) this.props.current.onUndo();
    else if (letter === 'y' || letter === 'z') this.props.current.onRedo();
    else return;
    event.preventDefault();
  }

  private written(view: { el: HTMLElement; model: Component }): void {
    const node = nodeOf(view.model);
    if (!node || !WRITTEN.includes(node.type)) return;
    const tree = this.props.current.tree;
    const html = view.el.innerHTML;
    const patch =
      node.type === 'button'
        ? { label: plainText(html) }
        : { html: cleanRich(html, node.type === 'text') };
    const old = findNode(tree, node.id);
    const same = Object.entries(patch).every(([key, value]) => old?.[key] === value);
    // Reading back what GrapesJS parsed must find these words, not the old ones.
    view.model.set('node' as never, { ...node, ...patch } as never);
    this.shown.definitions = [];
    if (same) this.show(tree, this.shown.html);
    else this.props.current.onChange(updateNode(tree, node.id, patch));
  }

  /** Read what a drop, copy or deletion left, once GrapesJS is done with it. */
  private readSoon(): void {
    if (this.applying || !this.ready) return;
    window.clearTimeout(this.reading);
    this.reading = window.setTimeout(() => {
      const top = this.editor.getWrapper()?.components().models ?? [];
      const { tree, onChange } = this.props.current;
      const next = withoutTwins(toTree(tree, top as unknown as Readable[]));
      if (JSON.stringify(next) !== JSON.stringify(withoutTwins(tree))) onChange(next);
    }, 30);
  }

  /** Show a tree; sections that look as before are left alone. */
  show(tree: Tree, html: string): void {
    if (!this.ready || !html || this.editor.getEditing()) return;
    const { document: rendered, css } = readRendered(html);
    const definitions = toDefinitions(tree, rendered);
    const flat = definitions.map((each) => JSON.stringify(each));
    this.style(css);
    if (flat.join() === this.shown.definitions.join()) return;
    this.apply(() => this.editor.setComponents(definitions as never));
    this.shown = { html, definitions: flat };
    this.choose(this.props.current.selected);
  }

  private apply(change: () => void): void {
    const view = this.editor.Canvas.getWindow();
    const top = view?.scrollY ?? 0;
    this.applying = true;
    try {
      change();
    } finally {
      this.applying = false;
      window.clearTimeout(this.reading);
    }
    view?.scrollTo(0, top);
  }

  private style(css: string): void {
    const page = this.editor.Canvas.getDocument();
    let sheet = page.getElementById('donbay-page');
    if (!sheet) {
      sheet = page.createElement('style');
      sheet.id = 'donbay-page';
      page.head.append(sheet);
    }
    if (sheet.textContent !== css + MARKS) sheet.textContent = css + MARKS;
  }

  choose(id: string | null): void {
    if (!this.ready || nodeOf(this.editor.getSelected())?.id === (id ?? undefined)) return;
    const found = id === null ? undefined : this.find(id);
    this.applying = true;
    this.editor.select(found);
    this.applying = false;
    found?.getEl()?.scrollIntoView({ block: 'nearest' });
  }

  private find(id: string): Component | undefined {
    const search = (component: Component): Component | undefined => {
      if (nodeOf(component)?.id === id) return component;
      for (const child of component.components().models) {
        const hit = search(child);
        if (hit) return hit;
      }
      return undefined;
    };
    const wrapper = this.editor.getWrapper();
    return wrapper ? search(wrapper) : undefined;
  }

  narrow(phone: boolean): void {
    if (this.ready) this.editor.setDevice(phone ? 'phone' : 'desktop');
  }

  drag(node: TreeNode | null): void {
    if (!this.ready) return;
    if (!node) {
      this.editor.Blocks.endDrag();
      return;
    }
    const [definition] =
      toDefinitions({ version: 1, sections: [node], footer: { id: '', type: 'footer' } }, null)[0]
        ?.components ?? [];
    const block = this.editor.Blocks.add(`${PREFIX}dragged`, {
      label: node.type,
      content: definition as never,
    });
    this.editor.Blocks.startDrag(block);
  }

  close(): void {
    this.ready = false;
    window.clearTimeout(this.reading);
    this.editor.destroy();
  }
}

function nodeOf(component: Component | undefined): TreeNode | undefined {
  return component?.get('node') as TreeNode | undefined;
}
