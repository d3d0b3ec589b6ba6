import { Box, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanStep, PlanSteps } from '../../../shared/explain.ts';
import { Mark, Marked } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

interface StepsProps {
  readonly plan: PlanSteps;
  readonly isMeasured: boolean;
}

/** The steps of a plan as a tree, the slowest of them marked. */
export function Steps({ plan: { steps, slowest }, isMeasured }: StepsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Box className="plan" tabIndex={0} role="group" aria-label={t('indexes.explain.steps')}>
      <Branch
        steps={steps}
        depth={0}
        first={0}
        // Of one step alone there is no slowest.
        slowest={steps.length > 1 ? slowest : undefined}
        isMeasured={isMeasured}
      />
    </Box>
  );
}

interface BranchProps {
  readonly steps: readonly PlanStep[];
  readonly depth: number;
  /** Place in the plan of the first of the steps. */
  readonly first: number;
  readonly slowest: number | undefined;
  readonly isMeasured: boolean;
}

/** Steps of one depth, each with the branch below it. */
function Branch({ steps, depth, first, slowest, isMeasured }: BranchProps): ReactElement {
  const heads = steps.flatMap((step, place) => (step.depth === depth ? [place] : []));
  return (
    <ul className="plan-branch">
      {heads.map((head, order) => {
        const step = steps[head];
        const below = steps.slice(head + 1, heads[order + 1]);
        return step === undefined ? null : (
          <li key={head}>
            <Step step={step} isSlowest={first + head === slowest} isMeasured={isMeasured} />
            {below.length === 0 ? null : (
              <Branch
                steps={below}
                depth={depth + 1}
                first={first + head + 1}
                slowest={slowest}
                isMeasured={isMeasured}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface StepProps {
  readonly step: PlanStep;
  readonly isSlowest: boolean;
  readonly isMeasured: boolean;
}

function Step({ step, isSlowest, isMeasured }: StepProps): ReactElement {
  const { t } = useTranslation();
  const { count, percent, milliseconds: ms } = useNumbers();
  const { actualRows, plannedRows, loops = 1, buffers } = step;
  const rows = Math.round((actualRows ?? plannedRows) * (actualRows === undefined ? 1 : loops));
  return (
    <Box className="plan-step" {...(isSlowest ? { 'data-slowest': true } : {})}>
      <Group gap="sm" wrap="nowrap" align="baseline">
        <Text fw={650} className="tabular" w="3.5rem" ta="end">
          {percent(step.share)}
        </Text>
        <Stack gap={2} miw={0}>
          <Text fw={550}>
            <span className="verbatim">{nameOf(step)}</span>
          </Text>
          {isSlowest ? <Marked tone="care">{t('indexes.explain.slowest')}</Marked> : null}
          <Text size="sm" c="dimmed" className="tabular">
            {isMeasured ? `${ms(step.ms?.self ?? 0)} · ` : ''}
            {t(isMeasured ? 'indexes.explain.stepRows' : 'indexes.explain.expectedRows', { count: rows })}
            {loops > 1 ? ` · ${t('indexes.explain.loops', { count: loops })}` : ''}
            {buffers === undefined || buffers.read === 0
              ? ''
              : ` · ${t('indexes.explain.pages', { pages: count(buffers.read) })}`}
          </Text>
          {step.details.map(({ label, text }) => (
            <Text key={label} size="sm">
              <span className="verbatim">{`${label}: ${text}`}</span>
            </Text>
          ))}
          {step.notes.map((note) => (
            <Group key={note} gap={6} wrap="nowrap">
              <Mark tone="note" size={18} />
              <Text size="sm">{t(`indexes.note.${note}`)}</Text>
            </Group>
          ))}
        </Stack>
      </Group>
    </Box>
  );
}

function nameOf({ kind, part, reads, index }: PlanStep): string {
  return [
    part === undefined ? '' : `${part}:`,
    kind,
    index === undefined ? '' : `using ${index}`,
    reads === undefined ? '' : `on ${reads}`,
  ]
    .filter(Boolean)
    .join(' ');
}
