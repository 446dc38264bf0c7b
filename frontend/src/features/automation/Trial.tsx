/** Trying the draft with one customer: which way she would go, when, and which mails would go. */

import { Alert, Box, Stack, Text, Timeline, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFlag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/routes';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { Dialog, Picker, QueryView } from '@/ui';
import classes from './automation.module.css';
import { useWords } from './data';
import { findNode } from './graph';
import { iconOf } from './icons';
import { useT } from './messages';
import { kindLabel, outletLabel, summarize } from './summary';
import type { Graph } from './types';
import type { Draft } from './useDraft';

type TrialOut = Schema<'TrialOut'>;
type TrialStep = Schema<'TrialStepOut'>;

interface TrialProps {
  draft: Draft;
  opened: boolean;
  onClose: () => void;
  /** Go to a step of the way. */
  onPick: (nodeId: string) => void;
}

export function Trial({ draft, opened, onClose, onPick }: TrialProps) {
  const t = useT();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return (
    <Dialog opened={opened} onClose={onClose} title={t('trialTitle')} size="lg" fullScreen={narrow}>
      {opened && <Way draft={draft} onPick={onPick} />}
    </Dialog>
  );
}

function Way({ draft, onPick }: Pick<TrialProps, 'draft' | 'onPick'>) {
  const t = useT();
  const { language } = useLanguage();
  const { api, key } = useWorkspace();
  const [customer, setCustomer] = useState<string | null>(null);
  const { flush, server } = draft;
  const query = useQuery({
    queryKey: key('flow-trial', server.id, customer, language),
    queryFn: async () => {
      // The server walks the draft as it has it.
      await flush();
      return api.post<TrialOut>(`/flows/${server.id}/trial`, { customer_id: customer });
    },
    enabled: Boolean(customer),
    gcTime: 0,
    staleTime: 0,
  });
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('trialLead')}
      </Text>
      <Picker
        kind="customer"
        label={t('customer')}
        value={customer}
        onChange={(id) => setCustomer(id)}
      />
      {customer && (
        <QueryView query={query}>
          {(trial) => <Steps trial={trial} graph={draft.graph} onPick={onPick} />}
        </QueryView>
      )}
    </Stack>
  );
}

interface StepsProps {
  trial: TrialOut;
  graph: Graph;
  onPick: (nodeId: string) => void;
}

function Steps({ trial, graph, onPick }: StepsProps) {
  const t = useT();
  const words = useWords();
  if (trial.steps.length === 0) return <Alert color="orange">{t('trialNowhere')}</Alert>;
  const stuck = trial.steps.at(-1)?.outlet === '';
  return (
    <>
      {trial.inside && <Alert color="blue">{t('trialInside')}</Alert>}
      <Timeline bulletSize={30} lineWidth={2} active={trial.steps.length}>
        {trial.steps.map((step, index) => {
          const node = findNode(graph, step.node_id);
          const Icon = iconOf(step.kind, words.kinds.get(step.kind));
          return (
            <Timeline.Item
              // biome-ignore lint/suspicious/noArrayIndexKey: a loop comes to a step again
              key={index}
              bullet={<Icon size={16} />}
              title={
                <UnstyledButton
                  className={classes.link ?? ''}
                  data-trial={step.node_id}
                  onClick={() => onPick(step.node_id)}
                >
                  {node ? summarize(node, words) : kindLabel(step.kind, words)}
                </UnstyledButton>
              }
            >
              <StepFacts step={step} outlets={words.kinds.get(step.kind)?.outlets.length ?? 1} />
            </Timeline.Item>
          );
        })}
        {!stuck && (
          <Timeline.Item bullet={<IconFlag size={16} />} title={t('pathEnd')}>
            {trial.more && <Text size="sm">{t('trialLong', { count: trial.steps.length })}</Text>}
          </Timeline.Item>
        )}
      </Timeline>
    </>
  );
}

function StepFacts({ step, outlets }: { step: TrialStep; outlets: number }) {
  const t = useT();
  const { dateTime } = useWorkspace();
  const waits = step.left_at !== step.came_at;
  return (
    <Box>
      {outlets > 1 && step.outlet && (
        <Text size="sm">{t('branchTaken', { outlet: outletLabel(step.outlet, t) })}</Text>
      )}
      {step.mail && step.mail !== 'skip' && (
        <Text size="sm" c="teal">
          {t('trialMailGoes')}
        </Text>
      )}
      {step.reason_message && (
        <Text size="sm" c={step.outlet ? 'orange' : 'red'}>
          {step.mail === 'skip'
            ? t('trialMailStays', { reason: step.reason_message })
            : step.reason_message}
        </Text>
      )}
      {!step.outlet && <Text size="sm">{t('trialStuck')}</Text>}
      <Text size="xs" c="dimmed">
        {waits
          ? t('trialWaits', { from: dateTime(step.came_at), until: dateTime(step.left_at) })
          : dateTime(step.came_at)}
      </Text>
    </Box>
  );
}
