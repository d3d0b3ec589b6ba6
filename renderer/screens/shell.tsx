import { AppShell, Burger, Group, NavLink, ScrollArea, Stepper, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Step, steps } from '../../shared/console/line.ts';
import { Loading } from '../components/loading.tsx';
import { useConsole } from '../stores/console.ts';

const lineScreens = {
  welcome: lazy(() => import('./welcome.tsx')),
  source: lazy(() => import('./source.tsx')),
  target: lazy(() => import('./target.tsx')),
  check: lazy(() => import('./check.tsx')),
  plan: lazy(() => import('./plan.tsx')),
  move: lazy(() => import('./move.tsx')),
  proof: lazy(() => import('./proof.tsx')),
} as const satisfies Record<Step, unknown>;

const besideScreens = {
  history: lazy(() => import('./history.tsx')),
  settings: lazy(() => import('./settings.tsx')),
  help: lazy(() => import('./help.tsx')),
} as const;
type Beside = keyof typeof besideScreens;
const beside = ['history', 'settings', 'help'] as const satisfies readonly Beside[];

/** The frame around every screen: the line above, what is beside it at the side. */
export function Shell({ title }: { title: string }): ReactElement {
  const { t } = useTranslation();
  const [open, { toggle, close }] = useDisclosure(false);
  const [aside, setAside] = useState<Beside>();
  const step = useConsole(({ console }) => console?.line.step ?? 'welcome');
  const goTo = useConsole((store) => store.goTo);
  const main = useRef<HTMLElement>(null);
  const Screen = aside === undefined ? lineScreens[step] : besideScreens[aside];
  const shown = aside ?? step;
  const [before, setBefore] = useState(shown);
  useEffect(() => {
    if (before === shown) return;
    setBefore(shown);
    // Whoever can't see the screen change hears its heading.
    main.current?.querySelector('h1')?.focus();
  }, [before, shown]);
  const choose = (wanted: Beside | undefined) => {
    setAside(wanted);
    close();
  };
  return (
    <AppShell
      header={{ height: 64 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="lg"
    >
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" wrap="nowrap">
          <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} />
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text c="dimmed" visibleFrom="sm">
            {t('app.subtitle')}
          </Text>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('shell.menu')}>
        <AppShell.Section>
          <Steps
            step={step}
            active={aside === undefined}
            choose={(wanted) => {
              choose(undefined);
              void goTo(wanted);
            }}
          />
        </AppShell.Section>
        <AppShell.Section grow component={ScrollArea} mt="md">
          {beside.map((name) => (
            <NavLink
              key={name}
              component="button"
              label={t(`${name}.nav`)}
              active={aside === name}
              {...(aside === name ? { 'aria-current': 'page' as const } : {})}
              onClick={() => choose(name)}
            />
          ))}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main}>
        <Suspense fallback={<Loading />}>
          <Screen />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

/** The line itself: what is done can be gone back to. */
function Steps(props: { step: Step; active: boolean; choose: (step: Step) => void }): ReactElement {
  const { t } = useTranslation();
  const at = steps.indexOf(props.step);
  return (
    <Stepper
      active={at}
      orientation="vertical"
      size="xs"
      allowNextStepsSelect={false}
      onStepClick={(index) => {
        const wanted = steps[index];
        if (wanted !== undefined) props.choose(wanted);
      }}
    >
      {steps.map((step, index) => (
        <Stepper.Step
          key={step}
          label={t(`${step}.nav`)}
          {...(index === at && props.active ? { 'aria-current': 'step' as const } : {})}
        />
      ))}
    </Stepper>
  );
}
