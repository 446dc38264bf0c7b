import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { WorkspaceProvider } from '@/kit/workspace';
import type { Work } from '../draft';
import type { Tree, TreeNode } from '../types';
import { Design } from './Design';

// Each press goes through a whole editor.
vi.setConfig({ testTimeout: 30_000 });
afterEach(() => vi.restoreAllMocks());

const text = (id: string, html: string): TreeNode => ({ id, type: 'text', html });
const start: Tree = {
  version: 1,
  sections: [
    {
      id: 'section-1',
      type: 'section',
      name: 'Mở đầu',
      children: [
        { id: 'box-1', type: 'box', children: [text('text-1', 'Một'), text('text-2', 'Hai')] },
      ],
    },
    { id: 'section-2', type: 'section', name: 'Kết', children: [] },
  ],
  footer: { id: 'footer', type: 'footer' },
};

/** The editor as on a phone: one column, without the canvas. */
function show() {
  vi.spyOn(window, 'matchMedia').mockImplementation(
    (query) =>
      ({
        matches: query.includes('max-width'),
        media: query,
        addEventListener: () => {},
        removeEventListener: () => {},
      }) as unknown as MediaQueryList,
  );
  HTMLElement.prototype.scrollIntoView = () => {};
  function Host() {
    const [tree, setTree] = useState(start);
    const change = (patch: { tree?: Tree }) => patch.tree && setTree(patch.tree);
    const work = { draft: { tree }, mayEdit: true, change } as unknown as Work;
    const rendered = { html: '', problems: [], from: tree };
    return <Design work={work} rendered={rendered} onSettings={() => {}} />;
  }
  const router = createRouter({
    routeTree: createRootRoute({ component: Host }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider env="test">
        <WorkspaceProvider
          info={{ slug: 'sen', name: 'Sen', role: 'owner', is_demo: false, permissions: [] }}
        >
          <RouterProvider router={router} />
        </WorkspaceProvider>
      </MantineProvider>
    </QueryClientProvider>,
  );
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const focused = () => document.activeElement;

test('the keyboard goes on beside a block that was deleted, then around it', async () => {
  show();
  await press('Mở đầu');
  await press('Thẻ: Một');
  await press('Đoạn chữ: Một');

  await press('Xoá: Một');
  expect(focused()?.textContent).toBe('Đoạn chữ');
  expect(screen.getByRole('button', { name: 'Xoá: Hai' })).toBeTruthy();
  await press('Xoá: Hai');

  expect(focused()?.textContent).toBe('Thẻ');
});

test('the keyboard goes on at the copy of a block', async () => {
  show();
  await press('Mở đầu');
  await press('Thẻ: Một');
  await press('Đoạn chữ: Một');

  await press('Nhân bản: Một');

  expect(focused()?.getAttribute('aria-label')).toBe('Nhân bản: Một');
});

test('the keyboard goes on at the section beside one that was deleted or copied', async () => {
  show();
  await press('Mở đầu');
  await press('Nhân bản: Mở đầu');
  expect(focused()?.closest('[data-layer]')?.getAttribute('data-layer')).toBe('section-3');

  await press('Xoá: Mở đầu');

  expect(focused()?.closest('[data-layer]')?.getAttribute('data-layer')).toBe('section-2');
});
