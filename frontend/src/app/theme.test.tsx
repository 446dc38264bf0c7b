import { MantineProvider, Modal, Table } from '@mantine/core';
import { fireEvent, render } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { theme } from './theme';

test('a table keeps room below its last row only for a bar that is there', () => {
  const { container } = render(
    <MantineProvider theme={theme} env="test">
      <Table.ScrollContainer minWidth={640}>
        <Table />
      </Table.ScrollContainer>
    </MantineProvider>,
  );

  const kept = container.querySelector('[data-offset-scrollbars]');
  expect(kept?.getAttribute('data-offset-scrollbars')).toBe('present');
  expect(kept?.getAttribute('data-horizontal-hidden')).toBe('true');
});

test('the second click of a double click does not close the dialog it opened', () => {
  const close = vi.fn();
  render(
    <MantineProvider theme={theme} env="test">
      <Modal opened onClose={close} title="Xoá trang?" />
    </MantineProvider>,
  );
  const beside = document.querySelector('.mantine-Modal-overlay') as HTMLElement;

  fireEvent.click(beside, { detail: 2 });
  expect(close).not.toHaveBeenCalled();
  fireEvent.click(beside, { detail: 1 });
  expect(close).toHaveBeenCalledOnce();
});
