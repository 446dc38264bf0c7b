import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { MoneyInput } from './inputs';

function Price() {
  const [value, setValue] = useState<number | null>(null);
  return (
    <MantineProvider env="test">
      <MoneyInput label="Giá" value={value} onChange={setValue} />
      <output>{String(value)}</output>
    </MantineProvider>
  );
}

test('takes an amount as people write it and shows it with dots', async () => {
  render(<Price />);

  await userEvent.type(screen.getByLabelText('Giá'), '1tr2');
  expect(screen.getByRole('status').textContent).toBe('1200000');
  await userEvent.tab();

  expect(screen.getByLabelText<HTMLInputElement>('Giá').value).toBe('1.200.000');
});

test('says so when an amount cannot be read, and keeps what was typed', async () => {
  render(<Price />);

  await userEvent.type(screen.getByLabelText('Giá'), 'mười');
  await userEvent.tab();

  expect(screen.getByText('Số tiền không đọc được')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Giá').value).toBe('mười');
});
