import { Button, Card, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type ReactElement, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import type { QueryToExplain } from '../../../shared/explain.ts';
import { Failure } from '../../components/failure.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Notice } from '../../components/notice.tsx';
import { useConsole, useJob } from '../../stores/console.ts';
import { useView } from '../../stores/view.ts';
import { AdviceState } from './advice.tsx';
import { PlanTree } from './plan-tree.tsx';

interface ExplainProps {
  readonly connection: ConnectionId;
  readonly schema: string;
  /** Names of the indexes that are there by now. */
  readonly there: readonly string[];
}

/** What the server does to answer a query, step by step: one of the application's own, or one that is pasted. */
export function Explain({ connection, schema, there }: ExplainProps): ReactElement {
  const { t } = useTranslation();
  const startJob = useConsole((store) => store.startJob);
  const job = useJob('explain', (one) => one.connection === connection && one.schema === schema);
  const isBusy = job?.status === 'running' || job?.status === 'waiting';
  return (
    <Stack gap="lg">
      <QueryForm
        isBusy={isBusy}
        explain={(query) => void startJob({ kind: 'explain', connection, schema, query })}
      />
      {isBusy ? <JobProgress job={job} label={t('indexes.explain.running')} /> : null}
      {job?.status === 'failed' ? <Failure error={job.error} /> : null}
      {job?.status === 'cancelled' ? (
        <Notice tone="plain" role="status" title={t('indexes.explain.cancelled')} />
      ) : null}
      {job?.status === 'done' && job.result.kind === 'explain' ? (
        <>
          <PlanTree explained={job.result.explained} />
          <Helpful sql={job.result.explained.sql} connection={connection} schema={schema} there={there} />
        </>
      ) : null}
    </Stack>
  );
}

/** Which index would help the query that was explained. */
function Helpful({ sql, connection, schema, there }: ExplainProps & { readonly sql: string }): ReactElement {
  const { t } = useTranslation();
  const startJob = useConsole((store) => store.startJob);
  const job = useJob(
    'advise indexes',
    ({ wanted, ...one }) =>
      one.connection === connection &&
      one.schema === schema &&
      wanted.kind === 'pasted' &&
      wanted.sql === sql,
  );
  return job === undefined ? (
    <Group>
      <Button
        variant="default"
        onClick={() =>
          void startJob({ kind: 'advise indexes', connection, schema, wanted: { kind: 'pasted', sql } })
        }
      >
        {t('indexes.advice.forThis')}
      </Button>
    </Group>
  ) : (
    <AdviceState job={job} connection={connection} schema={schema} there={there} />
  );
}

/** Of the load test, those that read: each is the query of a screen. */
const scenarios = [
  'daily-report',
  'class-period',
  'student-detail',
  'class-roster',
  'dashboard-counts',
  'distinct-periods',
] as const;

interface QueryFormProps {
  readonly isBusy: boolean;
  readonly explain: (query: QueryToExplain) => void;
}

function QueryForm({ isBusy, explain }: QueryFormProps): ReactElement {
  const { t } = useTranslation();
  const asked = useView((view) => view.toExplain);
  const [scenario, setScenario] = useState<string | null>(asked === undefined ? scenarios[0] : null);
  const [sql, setSql] = useState(asked ?? '');
  const [values, setValues] = useState<Readonly<Record<number, string>>>({});
  const parameters = scenario === null ? parametersOf(sql) : 0;
  const places = Array.from({ length: parameters }, (_, place) => place);
  const given = places.map((place) => values[place] ?? '');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (scenario !== null) explain({ kind: 'scenario', name: scenario });
    else explain({ kind: 'sql', sql, ...(given.some((value) => value !== '') ? { values: given } : {}) });
  };
  return (
    <Card>
      <form onSubmit={submit}>
        <Stack>
          <Select
            label={t('indexes.explain.query')}
            maw={420}
            allowDeselect={false}
            data={[
              ...scenarios.map((name) => ({ value: name, label: t(`loads.scenario.${name}`) })),
              { value: 'own', label: t('indexes.explain.own') },
            ]}
            value={scenario ?? 'own'}
            onChange={(name) => setScenario(name === 'own' ? null : name)}
          />
          {scenario === null ? (
            <Textarea
              label={t('indexes.explain.sql')}
              description={t('indexes.explain.sqlHint')}
              autosize
              minRows={4}
              maxRows={16}
              maxLength={100_000}
              required
              styles={{ input: { direction: 'ltr', fontFamily: 'var(--mantine-font-family-monospace)' } }}
              value={sql}
              onChange={({ currentTarget }) => setSql(currentTarget.value)}
            />
          ) : null}
          {parameters === 0 ? null : (
            <Stack gap="xs">
              <Text size="sm" c="dimmed">
                {t('indexes.explain.values')}
              </Text>
              <Group gap="sm">
                {places.map((place) => (
                  <TextInput
                    key={place}
                    label={t('indexes.explain.value', { number: place + 1 })}
                    w={180}
                    value={values[place] ?? ''}
                    onChange={({ currentTarget: { value } }) =>
                      setValues((before) => ({ ...before, [place]: value }))
                    }
                  />
                ))}
              </Group>
            </Stack>
          )}
          <Group>
            <Button type="submit" loading={isBusy}>
              {t('indexes.explain.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

/** The highest of $1, $2 …; that one stands in a text or a comment does no harm, the server counts for itself. */
function parametersOf(sql: string): number {
  const numbers = [...sql.matchAll(/\$(\d{1,3})\b/g)].map(([, number]) => Number(number));
  return Math.min(200, Math.max(0, ...numbers));
}
