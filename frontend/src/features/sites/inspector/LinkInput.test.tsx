import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { LinkInput } from './LinkInput';

function show(taken: string[]) {
  function Host() {
    const [value, setValue] = useState('#dau');
    const take = (href: string) => {
      taken.push(href);
      setValue(href);
    };
    return <LinkInput label="Liên kết" value={value} onChange={take} />;
  }
  render(
    <MantineProvider env="test">
      <Host />
    </MantineProvider>,
  );
  return screen.getByLabelText('Liên kết') as HTMLInputElement;
}

test('half an address is never taken over', async () => {
  const taken: string[] = [];
  const input = show(taken);

  await userEvent.clear(input);
  await userEvent.type(input, 'https://');
  expect(taken).toEqual(['']);
  await userEvent.type(input, 'sen.vn');

  expect(taken.at(-1)).toBe('https://sen.vn');
});

test('what is meant is completed on leaving; what is no link says so', async () => {
  const taken: string[] = [];
  const input = show(taken);

  await userEvent.clear(input);
  await userEvent.type(input, 'shopee.vn/sen');
  await userEvent.tab();
  expect(input.value).toBe('https://shopee.vn/sen');

  await userEvent.clear(input);
  await userEvent.type(input, 'đặt hàng');
  await userEvent.tab();
  expect(taken.at(-1)).toBe('');
  expect(screen.getByText(/^Liên kết bắt đầu bằng/)).toBeTruthy();
});
