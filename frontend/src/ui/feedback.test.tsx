import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { useConfirm } from './feedback';

test('the way back from a question has a name of its own and is where the keyboard stands', async () => {
  const onConfirm = vi.fn();
  const Order = () => {
    const confirm = useConfirm();
    const ask = () =>
      confirm({ title: 'Huỷ đơn DH1?', body: 'Hàng về kho.', action: 'Huỷ đơn', onConfirm });
    return (
      <button type="button" onClick={ask}>
        Hỏi
      </button>
    );
  };
  render(
    <MantineProvider env="test">
      <ModalsProvider>
        <Order />
      </ModalsProvider>
    </MantineProvider>,
  );

  await userEvent.click(screen.getByRole('button', { name: 'Hỏi' }));
  const back = await screen.findByRole('button', { name: 'Quay lại' });
  await waitFor(() => expect(document.activeElement).toBe(back));
  expect(screen.getByRole('button', { name: 'Đóng' })).toBeTruthy();
  await userEvent.keyboard('{Enter}');

  await waitFor(() => expect(screen.queryByText('Hàng về kho.')).toBeNull());
  expect(onConfirm).not.toHaveBeenCalled();
});
