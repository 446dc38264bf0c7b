import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Tree } from '../types';
import { Layers } from './Layers';

const tree: Tree = {
  version: 1,
  sections: [{ id: 'section-1', type: 'section', name: 'Mở đầu', children: [] }],
  footer: { id: 'footer', type: 'footer' },
};

afterEach(() => vi.restoreAllMocks());

function choose(top: number) {
  const scrolled = vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockReturnValue();
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({ top } as DOMRect);
  render(
    <MantineProvider env="test">
      <Layers
        tree={tree}
        selected="section-1"
        onSelect={() => {}}
        onChange={() => {}}
        detail={<p>Cài đặt của phần</p>}
      />
    </MantineProvider>,
  );
  expect(screen.getByText('Cài đặt của phần')).toBeTruthy();
  return scrolled;
}

test('settings that open below the screen are brought into view', () => {
  expect(choose(2_000)).toHaveBeenCalledOnce();
});

test('settings in view stay where they are', () => {
  expect(choose(200)).not.toHaveBeenCalled();
});

test('the keyboard goes on at the copy, and beside what was deleted', async () => {
  function Host() {
    const [now, setNow] = useState(tree);
    const [selected, setSelected] = useState<string | null>('section-1');
    return <Layers tree={now} selected={selected} onSelect={setSelected} onChange={setNow} />;
  }
  render(
    <MantineProvider env="test">
      <Host />
    </MantineProvider>,
  );

  await userEvent.click(screen.getByRole('button', { name: 'Nhân bản: Mở đầu' }));
  const layerOf = () => document.activeElement?.closest('[data-layer]')?.getAttribute('data-layer');
  expect(layerOf()).toBe('section-2');
  await userEvent.click(screen.getByRole('button', { name: 'Xoá: Mở đầu' }));

  expect(layerOf()).toBe('footer');
});
