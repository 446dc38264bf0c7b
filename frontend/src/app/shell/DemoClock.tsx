/** The demo workspace's clock: shows business time and lets it run ahead. */

import { Box, Button, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClockPlay } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import type { Schema } from '@/api/routes';
import { dayOf, instantOf } from '@/kit/dates';
import { useWorkspace } from '@/kit/workspace';
import { tellDone, useWrite } from '@/ui/feedback';
import { useApp } from '../messages';
import { clearJourney, dayFive, type Journey, readJourney, startJourney } from './journey';

type Clock = Schema<'ClockOut'>;

const DAY_SECONDS = 86_400;
type Move = { seconds: number } | { until: string };

export function DemoClock() {
  const t = useApp();
  const { api, key, slug, dateTime, date, zone, can } = useWorkspace();
  const client = useQueryClient();
  const [opened, { toggle, close }] = useDisclosure(false);
  const [custom, setCustom] = useState('');
  const clock = useQuery({
    queryKey: key('clock'),
    queryFn: () => api.get<Clock>('/clock'),
    refetchInterval: 60_000,
  });
  const now = useRunning(clock.data?.business_now);
  const journey: Journey = readJourney(slug) ?? { start: now?.toISOString() ?? '' };
  const move = useWrite<Move, Clock>({
    run: (input) => api.post<Clock>('/clock/advance', input),
    onDone: (result) => {
      close();
      setCustom('');
      tellDone(t('demoMoved', { at: dateTime(result.business_now) }));
      void client.invalidateQueries({ queryKey: key() });
    },
  });
  if (!now) return null;
  const five = dayFive(journey);
  const ahead = (input: Move) => {
    startJourney(slug, now);
    move.mutate(input);
  };
  const toFive = () => {
    move.mutate({ until: five.toISOString() }, { onSuccess: () => clearJourney(slug) });
  };
  const toCustom = (event: FormEvent) => {
    event.preventDefault();
    const at = instantOf(custom, zone);
    if (at && at > now) ahead({ until: at.toISOString() });
  };
  const chosen = custom ? instantOf(custom, zone) : null;
  return (
    <Popover
      opened={opened}
      onChange={toggle}
      width={300}
      position="bottom-end"
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <Button
          variant="light"
          color="orange"
          size="xs"
          onClick={toggle}
          leftSection={<IconClockPlay size={16} aria-hidden />}
          aria-label={`${t('demoClock')}: ${dateTime(now)}`}
          aria-expanded={opened}
        >
          <Box component="span" visibleFrom="sm">
            {`${t('demoClock')}: ${dateTime(now)}`}
          </Box>
          <Box component="span" hiddenFrom="sm">
            {date(now).slice(0, 5)}
          </Box>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Box>
            <Text fw={600} size="sm">
              {t('demoClockOf', { at: dateTime(now) })}
            </Text>
            <Text size="xs" c="dimmed">
              {t('demoClockLead')}
            </Text>
          </Box>
          {can('clock.edit') && (
            <>
              <Button
                variant="light"
                loading={move.isPending}
                onClick={() => ahead({ seconds: 2 * DAY_SECONDS })}
              >
                {t('demoAdvance2')}
              </Button>
              <Box>
                <Button
                  fullWidth
                  variant="light"
                  disabled={five <= now}
                  loading={move.isPending}
                  onClick={toFive}
                >
                  {t('demoToDay5', { date: date(five) })}
                </Button>
                <Text size="xs" c="dimmed" mt={4}>
                  {t('demoToDay5Since', { date: dateTime(journey.start) })}
                </Text>
              </Box>
              <form onSubmit={toCustom}>
                <Stack gap="xs">
                  <TextInput
                    type="datetime-local"
                    label={t('demoCustom')}
                    min={`${dayOf(now, zone)}T00:00`}
                    value={custom}
                    onChange={(event) => setCustom(event.currentTarget.value)}
                    error={chosen && chosen <= now ? t('demoForwardOnly') : undefined}
                  />
                  <Button
                    type="submit"
                    variant="default"
                    disabled={!chosen || chosen <= now}
                    loading={move.isPending}
                  >
                    {t('demoGo')}
                  </Button>
                </Stack>
              </form>
            </>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Business time running on between reads of the server's clock. */
function useRunning(readAt: string | undefined): Date | null {
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => {
    if (!readAt) return;
    const offset = new Date(readAt).getTime() - Date.now();
    const show = () => setNow(new Date(Date.now() + offset));
    show();
    const timer = setInterval(show, 15_000);
    return () => clearInterval(timer);
  }, [readAt]);
  return now;
}
