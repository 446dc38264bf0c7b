/** The frame of the signed-in app: header, menu by stages, live events, the page. */

import {
  AppShell,
  Avatar,
  Box,
  Burger,
  Group,
  Menu,
  NavLink,
  ScrollArea,
  Select,
  Stack,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconLogout } from '@tabler/icons-react';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Me } from '@/api/auth';
import { type NavigationItem, type Stage, useContributions } from '@/kit/contrib';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { InAppLink, useWorkspaceHref } from '@/ui/navigation';
import { LanguageSwitch } from '../LanguageSwitch';
import { Logo } from '../Logo';
import { LiveProvider } from '../live/LiveProvider';
import { useApp } from '../messages';
import { useLeave } from '../session';
import { Content } from './Content';
import { DemoClock } from './DemoClock';

const STAGES: Stage[] = ['home', 'digitize', 'attract', 'automate', 'personalize', 'settings'];

export function Shell({ me }: { me: Me }) {
  const t = useApp();
  const { is_demo } = useWorkspace();
  const [opened, { toggle, close }] = useDisclosure(false);
  const burger = useRef<HTMLButtonElement>(null);
  const narrow = useMediaQuery('(max-width: 61.99em)', false, { getInitialValueInEffect: false });
  const [connected, onConnection] = useSteadyConnection();
  const contributions = useContributions();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the page changes
  useEffect(close, [path]);
  return (
    <LiveProvider onConnection={onConnection}>
      <a className="skip-link" href="#content">
        {t('skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !opened } }}
        padding={0}
      >
        <AppShell.Header>
          <Group h="100%" px={{ base: 'sm', sm: 'md' }} gap="sm" wrap="nowrap">
            <Burger
              ref={burger}
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={t('menu')}
              aria-expanded={opened}
            />
            <Brand />
            <Box style={{ flex: 1 }} />
            {is_demo && <DemoClock />}
            <Box visibleFrom="sm">
              <LanguageSwitch signedIn />
            </Box>
            <Account me={me} />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar
          aria-label={t('navigation')}
          // Out of sight, and so out of the keyboard's way too.
          inert={narrow && !opened}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !narrow) return;
            close();
            burger.current?.focus();
          }}
        >
          <Box p="sm" pb={0}>
            <WorkspaceSwitch me={me} />
          </Box>
          <ScrollArea style={{ flex: 1 }} type="scroll" p="sm">
            <Stack gap="md">
              {STAGES.map((stage) => (
                <StageGroup key={stage} stage={stage} />
              ))}
              <Box hiddenFrom="sm">
                <LanguageSwitch signedIn />
              </Box>
            </Stack>
          </ScrollArea>
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
          {!connected && (
            <Text size="xs" c="dimmed" ta="center" py={4} role="status">
              {t('liveOff')}
            </Text>
          )}
          <Content />
        </AppShell.Main>
      </AppShell>
      {contributions.map(({ feature, ambient: Ambient }) => Ambient && <Ambient key={feature} />)}
    </LiveProvider>
  );
}

/** The server ends streams now and then; only a longer silence is worth a word. */
const SILENCE_MS = 8_000;

function useSteadyConnection(): [boolean, (connected: boolean) => void] {
  const [connected, setConnected] = useState(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onConnection = useCallback((now: boolean) => {
    if (now) {
      clearTimeout(timer.current);
      timer.current = undefined;
      setConnected(true);
    } else {
      timer.current ??= setTimeout(() => setConnected(false), SILENCE_MS);
    }
  }, []);
  return [connected, onConnection];
}

function Brand() {
  const href = useWorkspaceHref();
  return (
    <UnstyledButton component={InAppLink} href={href('/')} aria-label="Donbay">
      <Group gap={8} wrap="nowrap">
        <Logo />
        <Text fw={700} fz="lg" visibleFrom="xs">
          Donbay
        </Text>
      </Group>
    </UnstyledButton>
  );
}

function StageGroup({ stage }: { stage: Stage }) {
  const t = useApp();
  const { can } = useWorkspace();
  const items = useContributions()
    .flatMap(({ navigation = [] }) => navigation)
    .filter((item) => item.stage === stage && (!item.permission || can(item.permission)))
    .sort((a, b) => a.order - b.order);
  if (items.length === 0) return null;
  const titled = stage !== 'home' && stage !== 'settings';
  return (
    <Box component="section">
      {titled && (
        <Text size="xs" fw={600} c="dimmed" px="xs" mb={4} tt="uppercase" lts={0.4}>
          {t(`stage_${stage}`)}
        </Text>
      )}
      {items.map((item) => (
        <Entry key={item.to} item={item} />
      ))}
    </Box>
  );
}

function Entry({ item }: { item: NavigationItem }) {
  const { language } = useLanguage();
  const target = useWorkspaceHref()(item.to);
  const path = useRouterState({ select: (state) => state.location.pathname.replace(/\/$/, '') });
  const active =
    item.to === '/' ? path === target : path === target || path.startsWith(`${target}/`);
  const Icon = item.icon;
  return (
    <NavLink
      component={InAppLink}
      href={target}
      active={active}
      aria-current={active ? 'page' : undefined}
      label={item.label[language]}
      leftSection={<Icon size={18} stroke={1.7} />}
      styles={{ root: { borderRadius: 'var(--mantine-radius-md)', paddingBlock: 7 } }}
    />
  );
}

function WorkspaceSwitch({ me }: { me: Me }) {
  const t = useApp();
  const { slug, name } = useWorkspace();
  const router = useRouter();
  if (me.workspaces.length < 2) {
    return (
      <Text fw={600} px="xs" truncate>
        {name}
      </Text>
    );
  }
  return (
    <Select
      aria-label={t('workspace')}
      data={me.workspaces.map((workspace) => ({ value: workspace.slug, label: workspace.name }))}
      value={slug}
      allowDeselect={false}
      onChange={(next) => next && router.history.push(`/w/${next}`)}
    />
  );
}

function Account({ me }: { me: Me }) {
  const t = useApp();
  const { role } = useWorkspace();
  const leave = useLeave();
  const shown = me.user.name || me.user.email;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton>
          {/* The initials are a picture of the name, not words to call the button by. */}
          <Avatar
            color="lever"
            size={34}
            name={shown.replace(/\s*\(.*\)/, '')}
            alt=""
            aria-hidden
          />
          <VisuallyHidden>{`${t('account')}: ${shown}`}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py={6}>
          <Text fw={600} size="sm">
            {shown}
          </Text>
          <Text size="xs" c="dimmed">
            {me.user.email}
          </Text>
          <Text size="xs" c="dimmed">
            {t(`role_${role}`)}
          </Text>
        </Box>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
