import { createTheme, type MantineColorsTuple } from '@mantine/core';
import type { MouseEvent } from 'react';

const lever: MantineColorsTuple = [
  '#eefbf8',
  '#dcf4ef',
  '#b4e8de',
  '#89dccc',
  '#63d1bc',
  '#3fb8a3',
  '#1f9a87',
  '#0f7c6d',
  '#0f6b60',
  '#0b554c',
];

/** The second click of a double click that opened a dialog lands beside it, and closes nothing. */
function afterFirst(event: MouseEvent): void {
  if (event.detail > 1) event.stopPropagation();
}

/** Calm teal, a Vietnamese text face, soft corners. */
export const theme = createTheme({
  primaryColor: 'lever',
  primaryShade: { light: 7, dark: 6 },
  colors: { lever },
  fontFamily: "'Be Vietnam Pro', system-ui, -apple-system, 'Segoe UI', sans-serif",
  headings: {
    fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.6rem', lineHeight: '1.3' },
      h2: { fontSize: '1.2rem', lineHeight: '1.35' },
      h3: { fontSize: '1.05rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    Table: { defaultProps: { horizontalSpacing: 'md' } },
    // Room for a bar below the last row only where there is a bar.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { offsetScrollbars: 'present' } } },
    Paper: { defaultProps: { radius: 'md' } },
    // A number out of bounds is told as such; 150 % would become 100 % unseen.
    NumberInput: { defaultProps: { clampBehavior: 'none' } },
    Drawer: { defaultProps: { overlayProps: { onClickCapture: afterFirst } } },
    Modal: {
      defaultProps: { centered: true, overlayProps: { onClickCapture: afterFirst } },
      styles: { title: { overflowWrap: 'anywhere', minWidth: 0 } },
    },
  },
});
