import { Box, NavLink, Text, ThemeIcon, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { steps } from '../../shared/console/line.ts';
import { useNumbers } from '../components/numbers.ts';
import { useConsole } from '../stores/console.ts';
import { isOpen, stepsDone } from '../stores/line.ts';
import { useView } from '../stores/view.ts';

/** The line itself: what is done, what is next. Any step that has what it needs can be gone to, losing nothing. */
export function Steps({ done }: { done: () => void }): ReactElement {
  const { t } = useTranslation();
  const { count, percent } = useNumbers();
  const line = useConsole(({ console }) => console?.line);
  const goTo = useConsole((store) => store.goTo);
  const { beside, show } = useView();
  const moved = useMove();
  if (line === undefined) return <Box />;
  const finished = stepsDone(line);
  return (
    <Box component="ol" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('shell.line')}>
      {steps.map((step, index) => {
        const current = line.step === step;
        const isDone = finished.has(step) && !current;
        const move = step === 'move' ? moved : undefined;
        return (
          <li key={step}>
            <NavLink
              // The component itself would leave a closed step to the keyboard.
              renderRoot={(props) => <button type="button" {...props} disabled={!isOpen(step, line)} />}
              className="step"
              active={current && beside === undefined}
              {...(current && beside === undefined ? { 'aria-current': 'step' as const } : {})}
              leftSection={
                <ThemeIcon
                  size={26}
                  radius="xl"
                  variant={current ? 'filled' : 'default'}
                  aria-hidden="true"
                  {...(isDone ? { style: { color: 'var(--rollcall-good)' } } : {})}
                >
                  {isDone ? <IconCheck size={15} stroke={3} /> : <Text size="xs">{count(index + 1)}</Text>}
                </ThemeIcon>
              }
              label={
                <>
                  {t(`${step}.nav`)}
                  {isDone ? <VisuallyHidden>{t('shell.done')}</VisuallyHidden> : null}
                </>
              }
              {...(move === undefined
                ? {}
                : {
                    description:
                      move === 'preparing'
                        ? t('shell.preparing')
                        : t('shell.moving', { percent: percent(move) }),
                  })}
              onClick={() => {
                show(undefined);
                done();
                void goTo(step);
              }}
            />
          </li>
        );
      })}
    </Box>
  );
}

/** Of a move that is under way, once a row was moved, in whole percents: less often than it moves on. */
function useMove(): number | 'preparing' | undefined {
  return useConsole(({ console }) => {
    const state = console?.jobs.findLast(({ job }) => job.kind === 'move');
    if (state?.status !== 'running') return undefined;
    if (state.tables.every(({ rows }) => rows === 0)) return 'preparing';
    return Math.round((state.progress?.fraction ?? 0) * 100) / 100;
  });
}
