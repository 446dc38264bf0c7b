import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { WorkspaceProvider } from '@/kit/workspace';
import { UploadButton, type Uploaded } from './upload';

afterEach(() => vi.unstubAllGlobals());

function choose(answer: Response, done: (picture: Uploaded) => void) {
  vi.stubGlobal('fetch', async () => answer);
  const { container } = render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <WorkspaceProvider
          info={{ slug: 'sen', name: 'Sen', role: 'owner', is_demo: true, permissions: [] }}
        >
          <UploadButton label="Tải ảnh lên" onDone={done} />
        </WorkspaceProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const input = container.querySelector('input[type=file]') as HTMLInputElement;
  fireEvent.change(input, { target: { files: [new File(['x'], 'a.png')] } });
}

test('what is wrong with a picture is said at its button', async () => {
  const problem = { status: 413, code: 'too_large', title: 'Tệp quá lớn. Tối đa 10 MB.' };
  choose(
    new Response(JSON.stringify(problem), {
      status: 413,
      headers: { 'content-type': 'application/problem+json' },
    }),
    () => {
      throw new Error('nothing was uploaded');
    },
  );

  expect((await screen.findByRole('alert')).textContent).toContain('Tệp quá lớn. Tối đa 10 MB.');
});

test('a picture that was taken is handed on', async () => {
  const picture = { key: 'k', src: 'media:k', url: '/media/k', width: 4, height: 3 };
  const taken = await new Promise((done) => choose(Response.json(picture, { status: 201 }), done));

  expect(taken).toEqual(picture);
  expect(screen.queryByRole('alert')).toBeNull();
});
