/** Asks for the password again when the server wants it, then lets the call go on. */

import { Button, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { reauthenticate } from '@/api/auth';
import { setSessionHandlers } from '@/api/client';
import { useUi } from '@/ui/messages';
import { useApp } from './messages';

export function ReauthenticateDialog() {
  const t = useApp();
  const ui = useUi();
  const [opened, setOpened] = useState(false);
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const waiting = useRef<((given: boolean) => void)[]>([]);

  useEffect(() => {
    setSessionHandlers({
      onReauthenticate: () =>
        new Promise((resolve) => {
          waiting.current.push(resolve);
          setOpened(true);
        }),
    });
  }, []);

  const finish = (given: boolean) => {
    setOpened(false);
    setPassword('');
    setWrong(false);
    for (const resolve of waiting.current.splice(0)) resolve(given);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await reauthenticate(password);
      finish(true);
    } catch {
      setWrong(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={() => finish(false)}
      title={t('reauthTitle')}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('reauthLead')}</Text>
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={wrong ? t('reauthWrong') : undefined}
            required
            data-autofocus
          />
          <Button type="submit" loading={busy}>
            {ui('confirm')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
