import { readFileSync } from 'node:fs';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Editable } from './editable';

test('fields that may only be read take no input and offer no button', () => {
  const { container } = render(
    <Editable allowed={false}>
      <input aria-label="Tên" />
      <button type="submit">Lưu</button>
    </Editable>,
  );

  expect(container.querySelector('fieldset')?.disabled).toBe(true);
  const rules = readFileSync('src/ui/editable.module.css', 'utf8');
  expect(rules).toMatch(/:disabled button \{\s*display: none;/);
});

test('those who may change them have both', () => {
  render(
    <Editable allowed>
      <button type="submit">Lưu</button>
    </Editable>,
  );

  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Lưu' }).matches(':enabled')).toBe(
    true,
  );
});
