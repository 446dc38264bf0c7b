import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { Money } from '@/kit/money';
import { DayInput, MoneyInput } from './inputs';

function Price() {
  const [value, setValue] = useState<Money>(null);
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
  expect(screen.getByRole('status').textContent).toBe('mười');
});

function Wedding() {
  const [value, setValue] = useState<string | null>('2019-02-03');
  return (
    <MantineProvider env="test">
      <DayInput label="Ngày cưới" value={value} onChange={setValue} latest="2026-11-24" />
      <output>{String(value)}</output>
    </MantineProvider>
  );
}

async function typeDay(text: string): Promise<HTMLInputElement> {
  const field = screen.getByLabelText<HTMLInputElement>('Ngày cưới');
  await userEvent.clear(field);
  if (text) await userEvent.type(field, text);
  await userEvent.tab();
  return field;
}

test('takes a day with the day before the month, and shows it so', async () => {
  render(<Wedding />);
  expect(screen.getByLabelText<HTMLInputElement>('Ngày cưới').value).toBe('03/02/2019');

  const field = await typeDay('5/3/20');

  expect(screen.getByRole('status').textContent).toBe('2020-03-05');
  expect(field.value).toBe('05/03/2020');
  await typeDay('');
  expect(screen.getByRole('status').textContent).toBe('null');
});

test.each([
  ['31/02/2026', 'Chưa phải một ngày'],
  ['25/11/2026', 'Ngày này chưa tới'],
])('says of %s what is wrong, and keeps what was typed', async (text, flaw) => {
  render(<Wedding />);

  const field = await typeDay(text);

  expect(field.value).toBe(text);
  expect(screen.getByText(flaw, { exact: false })).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe(text);
});
