import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Work } from '../draft';
import type { Tree } from '../types';
import { Design } from './Design';

test('who may only look sees the page itself, and nothing that cannot be used', () => {
  const tree: Tree = { version: 1, sections: [], footer: { id: 'footer', type: 'footer' } };
  const work = { draft: { tree }, mayEdit: false } as Work;
  const rendered = { html: '<p>Chào</p>', problems: [], from: tree };

  render(
    <MantineProvider env="test">
      <Design work={work} rendered={rendered} onSettings={() => {}} />
    </MantineProvider>,
  );

  expect(screen.getByTitle('Trang xem trước').getAttribute('srcdoc')).toBe('<p>Chào</p>');
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.getByText(/chỉ xem trang/)).toBeTruthy();
});
