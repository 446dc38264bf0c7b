import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { type Contribution, ContributionsProvider } from '@/kit/contrib';
import { WorkspaceProvider } from '@/kit/workspace';
import SettingsPage from './SettingsPage';

let tab = '';
vi.mock('@/ui', async (load) => ({
  ...(await load<typeof import('@/ui')>()),
  useUrlState: () => [{ tab }, () => {}, () => {}],
}));

const contribution: Contribution = {
  feature: 'accounts',
  messages: { vi: {}, en: {} },
  settings: [
    {
      key: 'fields',
      order: 1,
      label: { vi: 'Trường', en: 'Fields' },
      permission: 'settings.view',
      load: async () => ({ default: () => <p>các trường</p> }),
    },
    {
      key: 'members',
      order: 2,
      label: { vi: 'Thành viên', en: 'Members' },
      permission: 'member.view',
      load: async () => ({ default: () => <p>các thành viên</p> }),
    },
  ],
};

function show(asked: string) {
  tab = asked;
  render(
    <MantineProvider env="test">
      <WorkspaceProvider
        info={{
          slug: 'sen',
          name: 'Sen',
          role: 'viewer',
          is_demo: false,
          permissions: ['settings.view'],
        }}
      >
        <ContributionsProvider value={[contribution]}>
          <SettingsPage />
        </ContributionsProvider>
      </WorkspaceProvider>
    </MantineProvider>,
  );
}

test('opens the first part that one may see', async () => {
  show('');

  expect(await screen.findByText('các trường')).toBeTruthy();
  expect(screen.queryByRole('tab', { name: 'Thành viên' })).toBeNull();
});

test('says that a part is not for this role, rather than to show another', async () => {
  show('members');

  expect(await screen.findByText('Vai trò của bạn không xem được mục “Thành viên”')).toBeTruthy();
  expect(screen.queryByText('các thành viên')).toBeNull();
  expect(screen.queryByText('các trường')).toBeNull();
});
