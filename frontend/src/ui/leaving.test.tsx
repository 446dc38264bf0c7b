import { MantineProvider } from '@mantine/core';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ConflictDialog, LeaveGuard } from './leaving';

async function leaveFrom(guard: React.ReactNode) {
  const root = createRootRoute({ component: Outlet });
  const work = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => <>Đang viết{guard}</>,
  });
  const other = createRoute({
    getParentRoute: () => root,
    path: '/khac',
    component: () => 'Nơi khác',
  });
  const router = createRouter({
    routeTree: root.addChildren([work, other]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  render(
    <MantineProvider env="test">
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  await screen.findByText('Đang viết');
  void router.navigate({ to: '/khac' } as never);
}

test('nobody is asked when nothing is pending, or when saving worked', async () => {
  await leaveFrom(<LeaveGuard pending first={async () => true} />);
  expect(await screen.findByText('Nơi khác')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('one may stay, and leave after all', async () => {
  await leaveFrom(<LeaveGuard pending first={async () => false} />);

  await userEvent.click(await screen.findByRole('button', { name: 'Ở lại' }));
  expect(screen.getByText('Đang viết')).toBeTruthy();
  expect(screen.queryByText('Nơi khác')).toBeNull();
});

test('saving comes before leaving', async () => {
  const saved: string[] = [];
  const save = async () => {
    saved.push('lưu');
    return true;
  };
  await leaveFrom(<LeaveGuard pending save={save} />);

  await userEvent.click(await screen.findByRole('button', { name: 'Lưu rồi rời đi' }));

  expect(await screen.findByText('Nơi khác')).toBeTruthy();
  expect(saved).toEqual(['lưu']);
});

test('who cannot save stays', async () => {
  await leaveFrom(<LeaveGuard pending save={async () => false} />);

  await userEvent.click(await screen.findByRole('button', { name: 'Lưu rồi rời đi' }));

  await screen.findByText('Đang viết');
  expect(screen.queryByText('Nơi khác')).toBeNull();
});

test('a conflict is closed only by a choice, which is waited for', async () => {
  const taken: string[] = [];
  const way = (label: string) => ({ label, take: async () => taken.push(label) });
  render(
    <MantineProvider env="test">
      <ConflictDialog opened title="Hai bản" body="Chọn một" ways={[way('Kia'), way('Này')]} />
    </MantineProvider>,
  );

  await userEvent.keyboard('{Escape}');
  expect(screen.getByRole('dialog')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Này' }));

  expect(taken).toEqual(['Này']);
});
