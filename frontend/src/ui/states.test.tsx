import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ProblemError } from '@/api/problem';
import { QueryView } from './states';

function show(query: { data: string | undefined; error: unknown; isPending: boolean }) {
  const refetch = vi.fn();
  render(
    <MantineProvider env="test">
      <QueryView query={{ ...query, refetch }}>{(data) => <p>{data}</p>}</QueryView>
    </MantineProvider>,
  );
  return refetch;
}

test('shows the data', () => {
  show({ data: 'đây', error: null, isPending: false });

  expect(screen.getByText('đây')).toBeTruthy();
});

test('shows what went wrong and offers to try again', async () => {
  const error = new ProblemError({ status: 503, code: 'server', message: 'Máy chủ bận' });
  const refetch = show({ data: undefined, error, isPending: false });

  expect(screen.getByRole('alert').textContent).toContain('Máy chủ bận');
  await userEvent.click(screen.getByRole('button', { name: 'Thử lại' }));

  expect(refetch).toHaveBeenCalledOnce();
});
