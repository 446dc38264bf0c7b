import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { WorkspaceProvider } from '@/kit/workspace';
import { Page } from './page';

const client = new QueryClient();
const show = (title: string) => (
  <MantineProvider env="test">
    <QueryClientProvider client={client}>
      <WorkspaceProvider
        info={{ slug: 'sen', name: 'Sen', role: 'owner', is_demo: true, permissions: [] }}
      >
        <Page key={title} title={title}>
          <input
            aria-label="Tên"
            ref={(field) => (title === 'Có ô' ? field?.focus() : undefined)}
          />
        </Page>
      </WorkspaceProvider>
    </QueryClientProvider>
  </MantineProvider>
);

test('the keyboard goes on from the title of a screen, the first one aside', () => {
  const { rerender } = render(show('Nhập danh sách'));
  expect(document.activeElement).toBe(document.body);

  rerender(show('khach-hang-cu.xlsx'));

  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
});

test('a field that takes the keyboard keeps it', () => {
  const { rerender } = render(show('Không ô'));

  rerender(show('Có ô'));

  expect(document.activeElement).toBe(screen.getByLabelText('Tên'));
});
