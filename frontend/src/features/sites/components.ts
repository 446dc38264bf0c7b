/** GrapesJS component types, one for each kind of node. */

import type { Editor } from 'grapesjs';
import { mayDrop, NODE_TYPES, PREFIX, type Readable } from './mapping';

/** Types whose words are written straight on the canvas. */
export const WRITTEN = ['heading', 'text', 'button'];
const FIXED = ['header', 'footer', 'column'];

const drop = (source: unknown, target: unknown) => mayDrop(target as Readable, source as Readable);

/** Tell GrapesJS every kind of node; `name` gives a kind's words for people. */
export function registerTypes(editor: Editor, name: (type: string) => string): void {
  for (const type of NODE_TYPES) {
    const movable = !FIXED.includes(type);
    const defaults = {
      name: name(type),
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
