import {
  Autocomplete,
  Badge,
  Button,
  Group,
  Modal,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { Page, Picker, QueryView, useFieldErrors, useGo, useUi, useWrite } from '@/ui';
import { useKinds } from './data';
import { iconOf } from './icons';
import { useT } from './messages';
import { kindLabel } from './summary';
import { type FlowFull, type Scenario, TRIGGER } from './types';

export default function LibraryPage() {
  const t = useT();
  const ui = useUi();
  const { language } = useLanguage();
  const { api, key, can } = useWorkspace();
  const [chosen, setChosen] = useState<Scenario | 'blank' | null>(null);
  const query = useQuery({
    queryKey: key('flow-library'),
    queryFn: () => api.get<Scenario[]>('/flow-library'),
  });
  return (
    <Page
      title={t('library')}
      description={t('libraryLead')}
      back={{ to: '/flows', label: t('flows') }}
    >
      <QueryView query={query}>
        {(scenarios) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {scenarios.map((scenario) => (
              <Card
                key={scenario.key}
                scenario={scenario}
                {...(can('flow.edit') ? { onUse: () => setChosen(scenario) } : {})}
              />
            ))}
            {can('flow.edit') && (
              <Paper withBorder p="lg" style={{ borderStyle: 'dashed' }}>
                <Stack h="100%" justify="space-between">
                  <Stack gap={6}>
                    <Text fw={600}>{t('blank')}</Text>
                    <Text size="sm" c="dimmed">
                      {t('blankLead')}
                    </Text>
                  </Stack>
                  <Button
                    variant="default"
                    leftSection={<IconPlus size={16} />}
                    onClick={() => setChosen('blank')}
                  >
                    {t('blank')}
                  </Button>
                </Stack>
              </Paper>
            )}
          </SimpleGrid>
        )}
      </QueryView>
      <Modal
        opened={chosen !== null}
        onClose={() => setChosen(null)}
        title={chosen === 'blank' || !chosen ? t('newFlow') : chosen[language]}
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        {chosen && <Create scenario={chosen === 'blank' ? null : chosen} />}
      </Modal>
    </Page>
  );
}

function Card({ scenario, onUse }: { scenario: Scenario; onUse?: () => void }) {
  const t = useT();
  const { language } = useLanguage();
  const { kinds } = useKinds();
  const trigger = TRIGGER + scenario.trigger;
  const Icon = iconOf(trigger, kinds.get(trigger));
  return (
    <Paper withBorder p="lg" data-scenario={scenario.key}>
      <Stack h="100%" justify="space-between">
        <Stack gap={6}>
          <Text fw={600}>{scenario[language]}</Text>
          <Text size="sm" c="dimmed">
            {scenario[`about_${language}`]}
          </Text>
          <Group gap="xs" mt={4}>
            <Badge variant="light" tt="none" leftSection={<Icon size={13} />}>
              {t('startsWith', { trigger: kindLabel(trigger, { kinds, language }) })}
            </Badge>
            <Badge variant="light" color="gray" tt="none">
              {t('steps', { count: scenario.steps })}
            </Badge>
          </Group>
        </Stack>
        {onUse && (
          <Button variant="light" onClick={onUse}>
            {t('useScenario')}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

function Create({ scenario }: { scenario: Scenario | null }) {
  const t = useT();
  const go = useGo();
  const { language } = useLanguage();
  const { api, key } = useWorkspace();
  const [name, setName] = useState(scenario?.[language] ?? '');
  const [page, setPage] = useState<string | null>(null);
  const [links, setLinks] = useState<Record<string, string>>({});
  const { errors: wrong, onError } = useFieldErrors();
  const pages = useQuery({
    queryKey: key('pages', 'addresses'),
    queryFn: () => api.get<{ items: { url: string | null }[] }>('/pages', { limit: 100 }),
    enabled: Boolean(scenario?.links.length),
  });
  const addresses = [...new Set(pages.data?.items.flatMap(({ url }) => url ?? []))];
  const create = useWrite<void, FlowFull>({
    run: () =>
      api.post<FlowFull>('/flows', {
        name: name.trim(),
        library_key: scenario?.key ?? null,
        page_id: page,
        links,
      }),
    refresh: [key('flows', 'list'), key('flows', 'pick'), key('contents'), key('segment-facets')],
    done: t('created'),
    onDone: (flow) => go(`/flows/${flow.id}`),
    onError,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={t('flowName')}
          value={name}
          maxLength={160}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
        />
        {scenario?.trigger === 'form_submitted' && (
          <Picker
            kind="page"
            label={t('pageOfForm')}
            description={t('pageLater')}
            value={page}
            onChange={(id) => setPage(id)}
          />
        )}
        {scenario?.links.map((link) => (
          <Autocomplete
            key={link.name}
            inputMode="url"
            label={link[language]}
            description={t('linkHint')}
            placeholder="https://"
            data={addresses}
            value={links[link.name] ?? ''}
            error={wrong[`links.${link.name}`]}
            onChange={(url) => setLinks({ ...links, [link.name]: url })}
          />
        ))}
        <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
          {t('create')}
        </Button>
      </Stack>
    </form>
  );
}
