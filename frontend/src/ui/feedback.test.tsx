import { Button, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { useConfirm, useWrite } from './feedback';

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

test('a button that was at work has the keyboard again', async () => {
  let finish: () => void = () => undefined;
  const Save = () => {
    const write = useWrite<void>({
      run: () =>
        new Promise<void>((done) => {
          finish = done;
        }),
    });
    return (
      <Button loading={write.isPending} onClick={() => write.mutate()}>
        Lưu
      </Button>
    );
  };
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <Save />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const save = screen.getByRole('button', { name: 'Lưu' });

  await userEvent.click(save);
  await waitFor(() => expect(save).toHaveProperty('disabled', true));
  save.blur(); // as browsers do with a disabled button
  finish();

  await waitFor(() => expect(document.activeElement).toBe(save));
});

test('a double click does a thing once, two buttons do two, and later it can be done again', async () => {
  const asked: string[] = [];
  const finish: (() => void)[] = [];
  const Rows = () => {
    const write = useWrite<{ id: string }>({
      run: ({ id }) => {
        asked.push(id);
        return new Promise<void>((done) => {
          finish.push(done);
        });
      },
    });
    return ['a', 'b'].map((id) => (
      <button type="button" key={id} onClick={() => write.mutate({ id })}>
        {id}
      </button>
    ));
  };
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <Rows />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const [a, b] = ['a', 'b'].map((name) => screen.getByRole('button', { name })) as HTMLElement[];

  for (const button of [a, a, b, b]) fireEvent.click(button as HTMLElement);
  await waitFor(() => expect(asked).toEqual(['a', 'b']));
  for (const done of finish) done();
  await waitFor(() => {
    fireEvent.click(a as HTMLElement);
    expect(asked).toEqual(['a', 'b', 'a']);
  });
});
