/** The GrapesJS canvas: choosing, moving, copying, deleting and writing on the page itself. */

import { Box } from '@mantine/core';
import grapesjs, { type Component, type Editor } from 'grapesjs';
import 'grapesjs/dist/css/grapes.min.css';
import './canvas.css';
import { useEffect, useRef } from 'react';
import { type AskLink, linkWords, useLinkDialog } from '@/ui';
import { registerTypes, WRITTEN } from './components';
import { PREFIX, type Readable, readRendered, toDefinitions, toTree } from './mapping';
import { type NodeType, useT } from './messages';
import { cleanRich, findNode, plainText, updateNode, withoutTwins } from './tree';
import type { Tree, TreeNode } from './types';

const MARKS = `.db-new{outline:1px dashed #9aa;min-height:48px}
[data-gjs-type="db-column"]:empty,[data-gjs-type="db-box"]:empty{min-height:64px;outline:1px dashed #9aa}
a{cursor:default}`;

const PHONE = 390;
/** Wide enough for the columns of a page as a computer shows them. */
const DESKTOP = 1040;

/** The view of a component whose words are being written. */
interface Writing {
  el: HTMLElement;
  model: Component;
}

interface CanvasProps {
  tree: Tree;
  /** The page as the server renders it, for editing, and the tree it was rendered from. */
  html: string;
  renderedFrom: Tree;
  selected: string | null;
  onSelect: (id: string | null) => void;
  /** `node` is named when only its own words changed. */
  onChange: (tree: Tree, node?: string) => void;
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
  const [linkDialog, ask] = useLinkDialog('page');
  useEffect(() => {
    if (!frame.current) return;
    const made = new Bridge(frame.current, latest, words.current, ask);
    bridge.current = made;
    return () => made.close();
  }, [ask]);
  const { tree, html, selected, phone, dragged } = props;
  useEffect(() => bridge.current?.show(tree, html), [tree, html]);
  useEffect(() => bridge.current?.choose(selected), [selected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bridge reads the screen itself
  useEffect(() => bridge.current?.fit(), [phone]);
  useEffect(() => bridge.current?.drag(dragged), [dragged]);
  return (
    <Box
      h="100%"
      bg="var(--mantine-color-gray-1)"
      __vars={{ '--gjs-left-width': '0px', '--gjs-canvas-top': '0px' }}
    >
      <div ref={frame} data-testid="canvas" />
      {linkDialog}
    </Box>
  );
}

/** Keeps one GrapesJS editor in step with the tree, both ways. */
class Bridge {
  private readonly editor: Editor;
  private applying = false;
  private ready = false;
  private shown: string[] = [];
  private reading = 0;
  private noting = 0;
  private dragging = false;
  private arriving: string | null = null;
  /** The tree whose newest words were written on the canvas, which shows them already. */
  private writtenTree: Tree | null = null;
  private readonly resized: ResizeObserver;

  constructor(
    private readonly container: HTMLElement,
    private readonly props: { current: CanvasProps },
    private readonly t: ReturnType<typeof useT>,
    private readonly ask: AskLink,
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
      richTextEditor: { actions: this.formatting() as never },
    });
    registerTypes(this.editor, {
      name: (type) => t(`n_${type}` as NodeType),
      tools: {
        parent: t('chooseParent'),
        move: t('drag'),
        copy: t('duplicate'),
        drop: t('remove'),
      },
    });
    for (const id of ['core:undo', 'core:redo']) this.editor.Keymaps.remove(id);
    this.listen();
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(container);
  }

  private formatting(): object[] {
    const { t } = this;
    const link = {
      name: 'link',
      attributes: { title: t('link') },
      result: () => void this.link(),
    };
    return [
      { name: 'bold', attributes: { title: t('bold') } },
      { name: 'italic', attributes: { title: t('italic') } },
      { name: 'underline', attributes: { title: t('underline') } },
      link,
    ];
  }

  /** Ask for the link of what is being written: of the chosen words, or of a whole button. */
  private async link(): Promise<void> {
    const writing = this.writing();
    if (!writing) return;
    const { el } = writing;
    const node = this.note(writing);
    const button = node?.type === 'button' ? node : null;
    // GrapesJS ends the writing at a press of the mouse outside; the dialog is not outside.
    const keep = (event: Event) => event.stopPropagation();
    document.body.addEventListener('mousedown', keep);
    try {
      if (!button) {
        if (await linkWords(el, this.ask)) this.note(writing);
        return;
      }
      const given = { text: String(button.label ?? ''), href: String(button.href ?? '') };
      const answer = await this.ask(given);
      el.focus();
      if (!answer || !this.ready) return;
      if (answer !== 'remove') el.textContent = answer.text;
      this.note(writing);
      const { tree, onChange } = this.props.current;
      onChange(updateNode(tree, button.id, { href: answer === 'remove' ? '' : answer.href }));
    } finally {
      document.body.removeEventListener('mousedown', keep);
    }
  }

  private writing(): Writing | undefined {
    return this.editor.getEditing()?.getView() as unknown as Writing | undefined;
  }

  private listen(): void {
    const { editor } = this;
    editor.on('load', () => {
      this.ready = true;
      this.fit();
      const { tree, html, selected } = this.props.current;
      this.show(tree, html);
      this.choose(selected);
      editor.Canvas.getDocument().addEventListener('keydown', (event) => this.key(event), true);
    });
    editor.on('component:add component:remove component:drag:end', () => this.readSoon());
    editor.on('component:drag:start', () => {
      this.dragging = true;
    });
    editor.on('component:drag:end', () => {
      this.dragging = false;
    });
    document.addEventListener('mouseup', this.release);
    editor.on('component:selected', (component: Component) => {
      const id = nodeOf(component)?.id;
      if (!this.applying && id) this.props.current.onSelect(id);
    });
    editor.on('component:deselected', () => {
      if (this.ready && !this.applying && !editor.getSelected()) this.props.current.onSelect(null);
    });
    editor.on('rte:enable', (view: Writing) => {
      // Words count while they are typed: nobody should lose them by leaving in mid-sentence.
      view.el.oninput = () => this.noteSoon(view);
    });
    editor.on('rte:disable', (view: Writing) => {
      view.el.oninput = null;
      if (!this.ready) return;
      // Reading back what GrapesJS parsed must find these words; then the server's look returns.
      view.model.set('node' as never, this.note(view) as never);
      this.shown = [];
      window.setTimeout(() => this.show(this.props.current.tree, this.props.current.html));
    });
  }

  /** Let go where the line was last shown: the page's frame hears nothing of the mouse outside. */
  private readonly release = (): void => {
    if (this.dragging) this.editor.Canvas.getDocument().dispatchEvent(new MouseEvent('mouseup'));
  };

  /**
   * Undo and links by keys on the canvas. GrapesJS sends every key on to the screen around it, whose own
   * keys would undo a second time, or take back a whole edit while letters are being written.
   */
  private key(event: KeyboardEvent): void {
    const letter = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || !['z', 'y', 'k'].includes(letter)) return;
    event.stopPropagation();
    if (letter === 'k') {
      if (this.editor.getEditing()) event.preventDefault();
      void this.link();
      return;
    }
    if (this.editor.getEditing()) return;
    event.preventDefault();
    if (letter === 'z' && !event.shiftKey) this.props.current.onUndo();
    else this.props.current.onRedo();
  }

  private noteSoon(view: Writing): void {
    window.clearTimeout(this.noting);
    this.noting = window.setTimeout(() => this.note(view), 250);
  }

  /** Take what is written on the canvas into the tree; return the node with these words. */
  private note(view: Writing): TreeNode | undefined {
    window.clearTimeout(this.noting);
    const { tree, onChange } = this.props.current;
    const node = nodeOf(view.model);
    const old = findNode(tree, node?.id ?? null);
    if (!old || !WRITTEN.includes(old.type)) return node;
    const html = view.el.innerHTML;
    const patch =
      old.type === 'button'
        ? { label: plainText(html) }
        : { html: cleanRich(html, old.type === 'text') };
    if (Object.entries(patch).every(([key, value]) => old[key] === value)) return old;
    this.writtenTree = updateNode(tree, old.id, patch);
    onChange(this.writtenTree, old.id);
    return { ...old, ...patch };
  }

  /** Read what a drop, copy or deletion left, once GrapesJS is done with it. */
  private readSoon(): void {
    if (this.applying || !this.ready) return;
    window.clearTimeout(this.reading);
    const before = this.props.current.tree;
    this.reading = window.setTimeout(() => {
      this.reading = 0;
      const top = this.editor.getWrapper()?.components().models ?? [];
      const { tree, onChange } = this.props.current;
      // Taken back meanwhile: what stands here is older than the tree.
      if (tree !== before && tree !== this.writtenTree) {
        this.show(tree, this.props.current.html);
        return;
      }
      const next = withoutTwins(toTree(tree, top as unknown as Readable[]));
      if (JSON.stringify(next) !== JSON.stringify(withoutTwins(tree))) onChange(next);
      else this.show(tree, this.props.current.html);
    }, 30);
  }

  /** Show a tree; sections that look as before are left alone. */
  show(tree: Tree, html: string): void {
    if (!this.ready || !html || this.editor.getEditing()) return;
    // A copy or deletion made a moment ago is read first, or showing would take it back.
    if (this.reading) return;
    // A part held over the canvas is dropped beside what lies there now.
    if (this.dragging || this.props.current.dragged) return;
    // The old look of words just written would flash up before the new one comes.
    if (tree === this.writtenTree && this.props.current.renderedFrom !== tree) return;
    const { document: rendered, css } = readRendered(html);
    const definitions = toDefinitions(tree, rendered);
    const flat = definitions.map((each) => JSON.stringify(each));
    this.style(css);
    if (flat.join() === this.shown.join()) return;
    this.apply(() => this.editor.setComponents(definitions as never));
    this.shown = flat;
    const { selected } = this.props.current;
    this.choose(selected);
    if (selected !== null && selected === this.arriving) this.reveal(selected);
  }

  private apply(change: () => void): void {
    const view = this.editor.Canvas.getWindow();
    const top = view?.scrollY ?? 0;
    this.applying = true;
    try {
      change();
    } finally {
      this.applying = false;
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
    if (!this.ready) return;
    const found = id === null ? undefined : this.find(id);
    // The one chosen before may be gone from the page under its old id: its tools must go as well.
    if (this.editor.getSelected() === found) return;
    this.applying = true;
    this.editor.select(found);
    this.applying = false;
    if (id !== null) this.reveal(id);
  }

  /** Bring a node into view; a new one again once the server has given it its size. */
  private reveal(id: string): void {
    const element = this.find(id)?.getEl();
    if (!element) return;
    this.arriving = element.classList.contains('db-new') ? id : null;
    const { top, bottom } = element.getBoundingClientRect();
    const height = this.editor.Canvas.getWindow().innerHeight;
    if (top >= 0 && bottom <= height) return;
    element.scrollIntoView({ block: bottom - top > height ? 'start' : 'center' });
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

  /** Give the page the width of its screen, made smaller where there is less room. */
  fit(): void {
    const { clientWidth: room, clientHeight: height } = this.container;
    if (!this.ready || !room || !height) return;
    const width = this.props.current.phone ? PHONE : Math.max(DESKTOP, room);
    const zoom = Math.min(1, room / width);
    const frame = this.editor.Canvas.getFrames()[0];
    frame?.set({ width: `${width}px`, height: `${Math.floor(height / zoom)}px` });
    this.editor.Canvas.setZoom(zoom * 100);
    // GrapesJS scales about the middle of its area.
    this.editor.Canvas.setCoords(
      width > room ? ((room - width) / 2) * zoom : 0,
      ((height - height / zoom) / 2) * zoom,
    );
  }

  drag(node: TreeNode | null): void {
    if (!this.ready) return;
    if (!node) {
      this.editor.Blocks.endDrag();
      this.show(this.props.current.tree, this.props.current.html);
      return;
    }
    const [definition] =
      toDefinitions({ version: 1, sections: [node], footer: { id: '', type: 'footer' } }, null)[0]
        ?.components ?? [];
    const id = `${PREFIX}dragged`;
    // Under an id that is known, GrapesJS keeps the block it has: the one dragged before.
    this.editor.Blocks.remove(id);
    const block = this.editor.Blocks.add(id, {
      label: node.type,
      content: definition as never,
    });
    this.editor.Blocks.startDrag(block);
  }

  close(): void {
    const writing = this.writing();
    if (writing) this.note(writing);
    this.ready = false;
    this.resized.disconnect();
    document.removeEventListener('mouseup', this.release);
    window.clearTimeout(this.reading);
    window.clearTimeout(this.noting);
    // What GrapesJS has put off until this turn is over still needs the editor.
    this.editor.stopCommand('core:component-select');
    window.setTimeout(() => this.editor.destroy());
  }
}

function nodeOf(component: Component | undefined): TreeNode | undefined {
  return component?.get('node') as TreeNode | undefined;
}
