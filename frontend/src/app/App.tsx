import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import 'dayjs/locale/vi';
import { useEffect, useState } from 'react';
import { ProblemError, setSessionHandlers } from '@/api/client';
import { ContributionsProvider } from '@/kit/contrib';
import { LanguageProvider, useLanguage } from '@/kit/i18n';
import { speakOfFields } from '@/ui/validity';
import { contributions } from './contributions';
import { ReauthenticateDialog } from './Reauthenticate';
import { makeRouter } from './router';
import { theme } from './theme';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) =>
        count < 2 && !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
    },
  },
});

const router = makeRouter(queryClient);

setSessionHandlers({
  onSignedOut: () => {
    const { pathname, searchStr } = router.state.location;
    if (pathname === '/login') return;
    queryClient.clear();
    void router.navigate({ to: '/login', search: { next: pathname + searchStr } as never });
  },
});

export function App() {
  return (
    <LanguageProvider>
      <Localized />
    </LanguageProvider>
  );
}

function Localized() {
  const { language } = useLanguage();
  const [all] = useState(contributions);
  useEffect(() => speakOfFields(language), [language]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="light">
      <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>
        <QueryClientProvider client={queryClient}>
          <ModalsProvider>
            <ContributionsProvider value={all}>
              {/* A drawer has its buttons on the right. */}
              <Notifications position="bottom-left" />
              <ReauthenticateDialog />
              <RouterProvider router={router} />
            </ContributionsProvider>
          </ModalsProvider>
        </QueryClientProvider>
      </DatesProvider>
    </MantineProvider>
  );
}
