import { MantineProvider } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { WorkspaceProvider } from '@/kit/workspace';
import { Dialog, Fact } from './dialog';
import { filterFolded } from './inputs';
import { DataList } from './list';

interface Person {
  name: string;
  tags: string;
}

const opened = vi.fn();

function People({ people }: { people: Person[] }) {
  const query = useInfiniteQuery({
    queryKey: ['people'],
    initialPageParam: null,
    queryFn: () => ({ items: people, next_cursor: null }),
    getNextPageParam: () => undefined,
  });
  return (
    <DataList
      label="Khách"
      query={query}
      rowKey={(row) => row.name}
      onRow={opened}
      columns={[
        { key: 'name', header: 'Tên', primary: true, render: (row) => row.name },
        {
          key: 'tags',
          header: 'Thẻ',
          render: (row) => row.tags,
          filled: (row) => row.tags !== '',
        },
        { key: 'menu', header: 'Thao tác', headerHidden: true, render: () => null },
      ]}
      empty={{ icon: IconUsers, title: 'Chưa có', hint: '' }}
    />
  );
}

function show(people: Person[]) {
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <People people={people} /> }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider env="test">
        <WorkspaceProvider
          info={{ slug: 'sen', name: 'Sen', role: 'owner', is_demo: false, permissions: [] }}
        >
          <RouterProvider router={router} />
        </WorkspaceProvider>
      </MantineProvider>
    </QueryClientProvider>,
  );
}

test('every column has a name, also one whose name is not shown', async () => {
  show([{ name: 'An', tags: '' }]);

  const headers = await screen.findAllByRole('columnheader');

  expect(headers.map((header) => header.textContent)).toEqual(['Tên', 'Thẻ', 'Thao tác']);
});

test('a card leaves out the line of what a row has nothing of', async () => {
  vi.spyOn(window, 'matchMedia').mockImplementation(
    (query) =>
      ({
        matches: query.includes('max-width'),
        media: query,
        addEventListener: () => {},
        removeEventListener: () => {},
      }) as unknown as MediaQueryList,
  );
  const people = [
    { name: 'An', tags: '' },
    { name: 'Bình', tags: 'VIP' },
  ];
  show(people);

  const [an, binh] = await screen.findAllByRole('listitem');

  expect(an?.textContent).toBe('An');
  expect(binh?.textContent).toBe('BìnhThẻVIP');
  vi.restoreAllMocks();
});

test('the second click of a double click, on a menu that is gone by then, opens no row', async () => {
  show([{ name: 'An', tags: '' }]);
  const cell = await screen.findByRole('cell', { name: 'An' });

  fireEvent.click(cell, { detail: 2 });
  expect(opened).not.toHaveBeenCalled();
  fireEvent.click(cell, { detail: 1 });
  expect(opened).toHaveBeenCalledOnce();
});

test('a searchable list leaves accents and blanks aside', () => {
  const options = ['Bac A Bank', 'DongA Bank', 'Đà Lạt'].map((label) => ({ value: label, label }));
  const found = (search: string) =>
    filterFolded({ options, search, limit: 5 }).map((item) => 'label' in item && item.label);

  expect(found('bắc á')).toEqual(['Bac A Bank']);
  expect(found('Đông Á')).toEqual(['DongA Bank']);
  expect(found('da lat')).toEqual(['Đà Lạt']);
});

test('a dialog has a name and a way out that has one too', () => {
  render(
    <MantineProvider env="test">
      <Dialog opened onClose={() => {}} title="Thêm trường">
        <Fact label="E-mail" value={null} />
      </Dialog>
    </MantineProvider>,
  );

  expect(screen.getByRole('dialog', { name: 'Thêm trường' }).textContent).toContain('E-mail–');
  expect(screen.getByRole('button', { name: 'Đóng' })).toBeTruthy();
});
