import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type Contribution, ContributionsProvider } from '@/kit/contrib';
import { defineMessages } from '@/kit/i18n';
import { WorkspaceProvider } from '@/kit/workspace';
import { StepFields } from './StepFields';

const pickers: Contribution = {
  feature: 'pages',
  messages: defineMessages({}, {}),
  pickers: { page: ({ label }) => <p>{label}</p> },
};

function show(permissions: string[]) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <WorkspaceProvider
          info={{ slug: 'sen', name: 'Sen', role: 'viewer', is_demo: true, permissions }}
        >
          <ContributionsProvider value={[pickers]}>
            <StepFields
              node={{ id: 'n1', kind: 'trigger.form_submitted', config: {}, x: 0, y: 0 }}
              config={{ page_id: 'p1' }}
              errorOf={() => undefined}
              onKind={() => {}}
              onChange={() => {}}
            />
          </ContributionsProvider>
        </WorkspaceProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test('only who may edit the thing of a step is offered to edit it', () => {
  show(['page.view']);
  expect(screen.getByRole('link', { name: 'Xem trang này' }).getAttribute('href')).toContain('p1');
  expect(screen.queryByText('Sửa trang này')).toBeNull();
});

test('who may edit it goes straight to editing', () => {
  show(['page.view', 'page.edit']);
  expect(screen.getByRole('link', { name: 'Sửa trang này' })).toBeTruthy();
});
