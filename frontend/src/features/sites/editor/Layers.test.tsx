import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
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
