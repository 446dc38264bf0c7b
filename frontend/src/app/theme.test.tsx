import { MantineProvider, Table } from '@mantine/core';
import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
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
