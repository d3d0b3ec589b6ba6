import { Card, Code, Stack, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExplainedQuery } from '../../../shared/explain.ts';
import { Facts } from '../../components/facts.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { PlanSentences } from './plan-sentences.tsx';
import { Steps } from './steps.tsx';

/** What a plan means, and the plan as a tree, each step with what it takes by itself; the slowest is marked. */
export function PlanTree({ explained }: { explained: ExplainedQuery }): ReactElement {
  const { t } = useTranslation();
  const { count, milliseconds: ms } = useNumbers();
  const { sql, values = [], how, planningMs, executionMs, steps, sentences } = explained;
  const isMeasured = how === 'measured';
  return (
    <Card component="section" aria-label={t('indexes.explain.plan')}>
      <Stack gap="md">
        <Title order={2}>{t('indexes.explain.plan')}</Title>
        <Code block dir="ltr" className="verbatim" style={{ whiteSpace: 'pre-wrap' }}>
          {[sql, ...values.map((value, place) => `-- $${place + 1} = ${value ?? 'NULL'}`)].join('\n')}
        </Code>
        <PlanSentences sentences={sentences} />
        {isMeasured ? (
          <Facts
            facts={[
              { label: t('indexes.explain.took'), value: ms(executionMs ?? 0) },
              { label: t('indexes.explain.planned'), value: ms(planningMs ?? 0) },
              { label: t('indexes.explain.rows'), value: count(Math.round(steps[0]?.actualRows ?? 0)) },
            ]}
          />
        ) : null}
        <Steps plan={explained} isMeasured={isMeasured} />
      </Stack>
    </Card>
  );
}
