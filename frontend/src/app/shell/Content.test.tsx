import { MantineProvider } from '@mantine/core';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { expect, test } from 'vitest';
import { Content } from './Content';

test('an editor being left is not set up anew while the next page loads', async () => {
  let setups = 0;
  const Editor = () => {
    useEffect(() => {
      setups += 1;
    }, []);
    return <p>Soạn trang</p>;
  };
  let arrive = () => {};
  const loaded = new Promise<void>((done) => {
    arrive = done;
  });
  const root = createRootRoute({ component: Content });
  const editor = createRoute({
    getParentRoute: () => root,
    path: '/w/sen/pages/$pageId',
    component: Editor,
    staticData: { bare: true },
  });
  const list = createRoute({
    getParentRoute: () => root,
    path: '/w/sen/pages',
    loader: () => loaded,
    component: () => <p>Các trang</p>,
  });
  const history = createMemoryHistory({ initialEntries: ['/w/sen/pages/1'] });
  const router = createRouter({ routeTree: root.addChildren([editor, list]), history });
  render(
    <MantineProvider env="test">
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  const room = (words: string) =>
    screen.getByText(words).parentElement?.hasAttribute('data-fluid') === false;
  await screen.findByText('Soạn trang');
  expect(room('Soạn trang')).toBe(false);

  act(() => history.push('/w/sen/pages'));
  await act(async () => void (await Promise.resolve()));

  expect(room('Soạn trang')).toBe(false);
  await act(async () => arrive());
  await screen.findByText('Các trang');
  expect(room('Các trang')).toBe(true);
  expect(setups).toBe(1);
});
