import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { type Contribution, ContributionsProvider } from '@/kit/contrib';
import { defineMessages } from '@/kit/i18n';
import { type LinkAnswer, type LinkedWords, LinkInput, useLinkDialog } from './link';

const pages: Contribution = {
  feature: 'pages',
  messages: defineMessages({}, {}),
  useLinkTargets: (place) => (place === 'page' ? [{ href: '/tang-sach', label: 'Tặng sách' }] : []),
};

function inHouse(shown: React.ReactNode) {
  render(
    <MantineProvider env="test">
      <ContributionsProvider value={[pages]}>{shown}</ContributionsProvider>
    </MantineProvider>,
  );
}

function show(taken: string[]) {
  function Host() {
    const [value, setValue] = useState('#dau');
    const take = (href: string) => {
      taken.push(href);
      setValue(href);
    };
    return <LinkInput label="Liên kết" value={value} onChange={take} />;
  }
  inHouse(<Host />);
  return screen.getByRole('combobox', { name: 'Liên kết' }) as HTMLInputElement;
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

test("a page of one's own is found by its name without accents", async () => {
  const taken: string[] = [];
  const input = show(taken);

  await userEvent.clear(input);
  await userEvent.type(input, 'tang s');
  await userEvent.keyboard('{ArrowDown}{Enter}');

  expect(taken.at(-1)).toBe('/tang-sach');
});

function openDialog(given: LinkedWords, answers: LinkAnswer[]) {
  function Host() {
    const [dialog, ask] = useLinkDialog('page');
    return (
      <>
        <button
          type="button"
          onClick={() => void ask(given).then((answer) => answers.push(answer))}
        >
          Hỏi
        </button>
        {dialog}
      </>
    );
  }
  inHouse(<Host />);
  return userEvent.click(screen.getByText('Hỏi'));
}

test('Enter puts the link that was meant, and not before it can be read', async () => {
  const answers: LinkAnswer[] = [];
  await openDialog({ text: 'Gọi ngay', href: '' }, answers);
  const address = screen.getByRole('combobox', { name: 'Địa chỉ' });
  expect(document.activeElement).toBe(address);

  await userEvent.type(address, 'gọi{Enter}');
  expect(screen.getByText(/^Liên kết bắt đầu bằng/)).toBeTruthy();
  expect(answers).toEqual([]);
  await userEvent.clear(address);
  await userEvent.type(address, '0912 345 678{Enter}');

  expect(answers).toEqual([{ text: 'Gọi ngay', href: 'tel:0912 345 678' }]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a link can be removed; Escape leaves it', async () => {
  const answers: LinkAnswer[] = [];
  await openDialog({ text: 'Sách', href: '/tang-sach' }, answers);

  await userEvent.click(screen.getByRole('button', { name: 'Bỏ liên kết' }));
  expect(answers).toEqual(['remove']);
  await userEvent.click(screen.getByText('Hỏi'));
  await userEvent.keyboard('{Escape}{Escape}');

  expect(answers).toEqual(['remove', null]);
});
