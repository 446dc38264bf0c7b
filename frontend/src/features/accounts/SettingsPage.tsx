import { Tabs } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { type ComponentType, lazy, Suspense } from 'react';
import { type SettingsTab, useContributions } from '@/kit/contrib';
import { useLanguage } from '@/kit/i18n';
import { loadPart } from '@/kit/renewal';
import { useWorkspace } from '@/kit/workspace';
import { EmptyState, FormSkeleton, Page, useUrlState } from '@/ui';
import { useT } from './messages';

const loaded = new Map<string, ComponentType>();

function panelOf(tab: SettingsTab): ComponentType {
  const known = loaded.get(tab.key);
  if (known) return known;
  const panel = lazy(() => loadPart(tab.load));
  loaded.set(tab.key, panel);
  return panel;
}

/** Settings: tabs that the features contribute, by permission. */
export default function SettingsPage() {
  const t = useT();
  const { can } = useWorkspace();
  const { language } = useLanguage();
  const [{ tab }, setTab] = useUrlState({ tab: '' });
  const all = useContributions()
    .flatMap(({ settings = [] }) => settings)
    .sort((a, b) => a.order - b.order);
  const tabs = all.filter((item) => can(item.permission));
  const chosen = all.find((item) => item.key === tab) ?? tabs[0];
  if (!chosen) return <EmptyState icon={IconLock} title={t('noTabs')} hint={t('noTabsHint')} />;
  const Panel = panelOf(chosen);
  return (
    <Page title={t('settings')}>
      <Tabs value={chosen.key} onChange={(next) => next && setTab({ tab: next })}>
        <Tabs.List mb="lg">
          {tabs.map((item) => (
            <Tabs.Tab key={item.key} value={item.key}>
              {item.label[language]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={chosen.key}>
          <Suspense fallback={<FormSkeleton />}>
            {can(chosen.permission) ? (
              <Panel />
            ) : (
              <EmptyState
                icon={IconLock}
                title={t('tabForbidden', { name: chosen.label[language] })}
                hint={t('tabForbiddenHint')}
              />
            )}
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
