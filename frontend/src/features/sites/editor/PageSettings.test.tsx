import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { readSlug } from '../links';
import { SettledInput } from './PageSettings';

test('an address counts once it is typed to its end, and never when it is empty', async () => {
  const settled: string[] = [];
  render(
    <MantineProvider env="test">
      <SettledInput
        label="Đường dẫn"
        value="nhan-ebook"
        read={readSlug}
        onSettled={(slug) => settled.push(slug)}
      />
    </MantineProvider>,
  );
  const input = screen.getByLabelText('Đường dẫn') as HTMLInputElement;

  await userEvent.clear(input);
  await userEvent.tab();
  expect(input.value).toBe('nhan-ebook');
  await userEvent.clear(input);
  await userEvent.type(input, 'Tặng sách');
  expect(settled).toEqual([]);
  await userEvent.keyboard('{Enter}');

  expect(settled).toEqual(['tang-sach']);
});
