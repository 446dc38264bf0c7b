/** GrapesJS component types, one for each kind of node. */

import type { Editor } from 'grapesjs';
import { mayDrop, NODE_TYPES, PREFIX, type Readable } from './mapping';

/** Types whose words are written straight on the canvas. */
export const WRITTEN = ['heading', 'text', 'button'];
const FIXED = ['header', 'footer', 'column'];

const drop = (source: unknown, target: unknown) => mayDrop(target as Readable, source as Readable);

interface Wording {
  /** A kind's words for people. */
  name: (type: string) => string;
  tools: Record<'parent' | 'move' | 'copy' | 'drop', string>;
}

const icon = (path: string) =>
  `<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="${path}"/></svg>`;
const ICONS = {
  parent: icon('M13,20H11V8L5.5,13.5L4.08,12.08L12,4.16L19.92,12.08L18.5,13.5L13,8V20Z'),
  move: icon(
    'M13,6V11H18V7.75L22.25,12L18,16.25V13H13V18H16.25L12,22.25L7.75,18H11V13H6V16.25L1.75,12L6,7.75V11H11V6H7.75L12,1.75L16.25,6H13Z',
  ),
  copy: icon(
    'M19,21H8V7H19M19,5H8A2,2 0 0,0 6,7V21A2,2 0 0,0 8,23H19A2,2 0 0,0 21,21V7A2,2 0 0,0 19,5M16,1H4A2,2 0 0,0 2,3V17H4V3H16V1Z',
  ),
  drop: icon('M19,4H15.5L14.5,3H9.5L8.5,4H5V6H19M6,19A2,2 0 0,0 8,21H16A2,2 0 0,0 18,19V7H6V19Z'),
};

/** The buttons at a chosen node; what stays in its place can only give way to its parent. */
function toolbarOf(movable: boolean, { tools }: Wording): object[] {
  const parent = {
    label: ICONS.parent,
    attributes: { title: tools.parent },
    command: (editor: Editor) => editor.runCommand('core:component-exit', { force: 1 }),
  };
  if (!movable) return [parent];
  return [
    parent,
    {
      label: ICONS.move,
      attributes: { class: 'gjs-no-touch-actions', draggable: true, title: tools.move },
      command: 'tlb-move',
    },
    { label: ICONS.copy, attributes: { title: tools.copy }, command: 'tlb-clone' },
    { label: ICONS.drop, attributes: { title: tools.drop }, command: 'tlb-delete' },
  ];
}

/** Tell GrapesJS every kind of node. */
export function registerTypes(editor: Editor, words: Wording): void {
  for (const type of NODE_TYPES) {
    const movable = !FIXED.includes(type);
    const defaults = {
      name: words.name(type),
      toolbar: toolbarOf(movable, words),
      draggable: movable,
      droppable: drop,
      removable: movable,
      copyable: movable,
      stylable: false,
      resizable: false,
      traits: [],
      editable: WRITTEN.includes(type),
    };
    const extend = WRITTEN.includes(type) ? { extend: 'text' } : {};
    editor.Components.addType(PREFIX + type, { ...extend, model: { defaults: defaults as never } });
  }
  const hidden = {
    selectable: false,
    hoverable: false,
    highlightable: false,
    draggable: false,
    removable: false,
    copyable: false,
    layerable: false,
    stylable: false,
    traits: [],
  };
  editor.Components.addType(`${PREFIX}shell`, {
    model: { defaults: { ...hidden, droppable: drop } as never },
  });
  editor.Components.addType(`${PREFIX}static`, {
    model: { defaults: { ...hidden, droppable: false } as never },
  });
}
