import { AppShell, Box, Burger, Divider, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconActivity,
  IconGauge,
  IconHistory,
  IconLifebuoy,
  IconListSearch,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react';
import { lazy, type ReactElement, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../shared/console/line.ts';
import { DropTarget } from '../components/drop-target.tsx';
import { mainId, useHeadingFocus } from '../components/heading-focus.ts';
import { Loading } from '../components/loading.tsx';
import { Logo } from '../components/logo.tsx';
import { Notice } from '../components/notice.tsx';
import { useConsole } from '../stores/console.ts';
import { type Beside, besides, useView } from '../stores/view.ts';
import { useFollowedHistory } from './follow-history.ts';
import { Steps } from './steps.tsx';

const lineScreens = {
  welcome: lazy(() => import('./welcome.tsx')),
  source: lazy(() => import('./source/source.tsx')),
  target: lazy(() => import('./target/target.tsx')),
  check: lazy(() => import('./check/check.tsx')),
  plan: lazy(() => import('./plan/plan.tsx')),
  move: lazy(() => import('./move/move.tsx')),
  proof: lazy(() => import('./proof/proof.tsx')),
} as const satisfies Record<Step, unknown>;

const besideScreens = {
  indexes: lazy(() => import('./indexes/indexes.tsx')),
  loads: lazy(() => import('./load-test/load-test.tsx')),
  monitor: lazy(() => import('./monitor/monitor.tsx')),
  history: lazy(() => import('./history/history.tsx')),
  settings: lazy(() => import('./settings.tsx')),
  help: lazy(() => import('./help/help.tsx')),
} as const satisfies Record<Beside, unknown>;

const besideIcons: Readonly<Record<Beside, TablerIcon>> = {
  indexes: IconListSearch,
  loads: IconGauge,
  monitor: IconActivity,
  history: IconHistory,
  settings: IconSettings,
  help: IconLifebuoy,
};

/** The frame around every screen: the line and what is beside it at the side. */
export function Shell(): ReactElement {
  const { t } = useTranslation();
  const [open, { toggle, close }] = useDisclosure(false);
  const { beside, show } = useView();
  const step = useConsole(({ console }) => console?.line.step ?? 'welcome');
  useFollowedHistory(step, beside);
  const connected = useConsole((store) => store.connected);
  const Screen = beside === undefined ? lineScreens[step] : besideScreens[beside];
  useHeadingFocus(beside ?? step);
  return (
    <AppShell
      header={{ height: { base: 56, sm: 0 } }}
      navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !open } }}
      layout="alt"
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className="skip" href={`#${mainId}`}>
        {t('shell.skip')}
      </a>
      <AppShell.Header hiddenFrom="sm">
        <Group h={56} px="md" wrap="nowrap" className="bar">
          <Burger
            opened={open}
            onClick={toggle}
            size="sm"
            aria-label={t('shell.menu')}
            aria-expanded={open}
          />
          <Brand />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" component="nav" aria-label={t('shell.menu')}>
        <Group mb="lg" px="xs" justify="space-between" wrap="nowrap">
          <Brand />
          <Burger
            opened={open}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={t('shell.closeMenu')}
          />
        </Group>
        <AppShell.Section grow component={ScrollArea} viewportProps={{ tabIndex: -1 }}>
          <Steps done={close} />
        </AppShell.Section>
        <Divider my="sm" />
        <AppShell.Section>
          {besides.map((name) => {
            const Icon = besideIcons[name];
            return (
              <NavLink
                key={name}
                component="button"
                label={t(`${name}.nav`)}
                leftSection={<Icon size={18} stroke={1.7} aria-hidden="true" />}
                active={beside === name}
                {...(beside === name ? { 'aria-current': 'page' as const } : {})}
                onClick={() => {
                  show(name);
                  close();
                }}
              />
            );
          })}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id={mainId} tabIndex={-1}>
        {connected ? null : (
          <Box maw={1080} mx="auto" mb="xl">
            <Notice tone="care" role="alert" title={t('shell.lost.title')}>
              <Text>{t('shell.lost.text')}</Text>
            </Notice>
          </Box>
        )}
        <Suspense key={beside ?? step} fallback={<Loading />}>
          <Screen />
        </Suspense>
      </AppShell.Main>
      <DropTarget />
    </AppShell>
  );
}

function Brand(): ReactElement {
  return (
    <Group gap="xs" wrap="nowrap">
      <Logo size={30} />
      <Text fw={700} size="lg" dir="ltr">
        Rollcall
      </Text>
    </Group>
  );
}
