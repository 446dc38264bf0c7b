import {
  Alert,
  Box,
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { signIn } from '@/api/auth';
import { ProblemError } from '@/api/client';
import { errorText } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { LanguageSwitch } from './LanguageSwitch';
import { Logo } from './Logo';
import { useApp } from './messages';

/** Only paths of this app may be returned to after sign-in. */
export function safeNext(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/';
}

export function SignIn() {
  const t = useApp();
  const { language } = useLanguage();
  const router = useRouter();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${t('signIn')} · Donbay`;
  }, [t]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    try {
      await signIn(email.trim(), password);
      client.clear();
      const next = new URLSearchParams(window.location.search).get('next');
      router.history.push(safeNext(next));
    } catch (error) {
      const wrong = error instanceof ProblemError && error.status === 400;
      setFailure(wrong ? t('wrongLogin') : errorText(error, language));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Center mih="100dvh" p="md" component="main">
      <Box w="100%" maw={400}>
        <Stack gap="lg">
          <Stack gap={6} align="center" ta="center">
            <Logo size={52} />
            <Title order={1}>Donbay</Title>
            <Text c="dimmed">{t('signInLead')}</Text>
          </Stack>
          <Paper withBorder p="xl" shadow="xs">
            <form onSubmit={submit}>
              <Stack>
                {failure && (
                  <Alert color="red" variant="light" role="alert">
                    {failure}
                  </Alert>
                )}
                <TextInput
                  label={t('email')}
                  type="email"
                  autoComplete="username"
                  required
                  value={email}
                  onChange={(event) => setEmail(event.currentTarget.value)}
                />
                <PasswordInput
                  label={t('password')}
                  autoComplete="current-password"
                  required
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                />
                <Button type="submit" loading={busy} fullWidth mt="xs">
                  {t('signIn')}
                </Button>
              </Stack>
            </form>
          </Paper>
          <Group justify="center">
            <LanguageSwitch />
          </Group>
        </Stack>
      </Box>
    </Center>
  );
}
