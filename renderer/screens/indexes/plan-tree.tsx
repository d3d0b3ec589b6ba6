import { Box, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExplainedQuery, PlanStep } from '../../../shared/explain.ts';
import { Facts } from '../../components/facts.tsx';
import { Mark, Marked } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

/** A plan as a tree, each step with what it takes by itself; the slowest is marked. */
export function PlanTree({ explained }: { explained: ExplainedQuery }): ReactElement {
  const { t } = useTranslation();
  const { count, milliseconds: ms } = useNumbers();
  const { sql, values = [], how, planningMs, executionMs, steps, slowest } = explained;
  const isMeasured = how === 'measured';
  return (
    <Card component="section" aria-label={t('indexes.explain.plan')}>
      <Stack gap="md">
        <Title order={2}>{t('indexes.explain.plan')}</Title>
        <Code block dir="ltr" className="verbatim" style={{ whiteSpace: 'pre-wrap' }}>
          {[sql, ...values.map((value, place) => `-- $${place + 1} = ${value ?? 'NULL'}`)].join('\n')}
        </Code>
        {isMeasured ? (
          <Facts
            facts={[
              { label: t('indexes.explain.took'), value: ms(executionMs ?? 0) },
              { label: t('indexes.explain.planned'), value: ms(planningMs ?? 0) },
              { label: t('indexes.explain.rows'), value: count(Math.round(steps[0]?.actualRows ?? 0)) },
            ]}
          />
        ) : (
          <Text>{t('indexes.explain.generic')}</Text>
        )}
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
      </Stack>
    </Card>
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
