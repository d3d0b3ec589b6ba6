import { Button, Group, Modal, Radio, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { type ReactElement, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobState } from '../../../shared/console/job.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { Scenario, ScenarioFit } from '../../../shared/scenario.ts';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { useConsole, useJob } from '../../stores/console.ts';
import { useWatched } from '../../stores/watched.ts';
import { type SkipReason, SkipReasonWords } from './skip-reason.tsx';

interface ScenarioFormProps {
  readonly given: Scenario | undefined;
  /** Names that others bear. */
  readonly taken: readonly string[];
  readonly close: () => void;
  /** Takes what was tried and fits. */
  readonly accept: (scenario: Scenario) => Promise<void>;
}

/** A scenario of one's own: it is tried once on the file and on the server before it is accepted. */
export function ScenarioForm({ given, taken, close, accept }: ScenarioFormProps): ReactElement {
  const { t } = useTranslation();
  const [screen, setScreen] = useState(given?.screen ?? '');
  const [sqlite, setSqlite] = useState(given?.statements[0]?.sqlite ?? '');
  const [postgres, setPostgres] = useState(given?.statements[0]?.postgres ?? '');
  const [draw, setDraw] = useState(given?.draw?.sql ?? '');
  const [by, setBy] = useState(given?.draw?.by ?? 'uniform');
  const [writes, setWrites] = useState(given?.writes ?? false);
  const { tried, trying, attempt } = useTrial(accept);
  const end = useRef<HTMLDivElement>(null);
  // What was refused is said above the buttons, which a long form has at its far end.
  const isRefused = tried !== undefined;
  useEffect(() => {
    if (isRefused) end.current?.scrollIntoView({ block: 'nearest' });
  }, [isRefused]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    attempt({
      name: given?.name ?? freeName(taken),
      screen: screen.trim(),
      writes,
      statements: [{ sqlite: sqlite.trim(), postgres: postgres.trim() || sqlite.trim() }],
      operations: given?.operations ?? 100,
      users: given?.users ?? [1, 10],
      ...(draw.trim() === '' ? {} : { draw: { sql: draw.trim(), by } }),
    });
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t(given === undefined ? 'loads.own.add' : 'loads.own.change')}
      closeButtonProps={{ 'aria-label': t('words.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('loads.own.screen')}
            description={t('loads.own.screenText')}
            required
            maxLength={100}
            data-autofocus
            value={screen}
            onChange={({ currentTarget }) => setScreen(currentTarget.value)}
          />
          <SqlField
            label={t('loads.own.sqlite')}
            description={t('loads.own.sqliteText')}
            required
            value={sqlite}
            set={setSqlite}
            placeholder="SELECT * FROM attendance WHERE class_id = :class_id AND date = :date"
          />
          <SqlField
            label={t('loads.own.postgres')}
            description={t('loads.own.postgresText')}
            value={postgres}
            set={setPostgres}
          />
          <SqlField
            label={t('loads.own.draw')}
            description={t('loads.own.drawText')}
            value={draw}
            set={setDraw}
            placeholder="SELECT DISTINCT class_id, date FROM attendance ORDER BY date DESC"
          />
          <Radio.Group
            label={t('loads.own.by')}
            value={by}
            onChange={(value) => setBy(value === 'recent' ? 'recent' : 'uniform')}
          >
            <Stack gap={6} mt={6}>
              <Radio value="uniform" label={t('loads.own.uniform')} />
              <Radio value="recent" label={t('loads.own.recent')} />
            </Stack>
          </Radio.Group>
          <Switch
            label={t('loads.own.writes')}
            description={t('loads.own.writesText')}
            checked={writes}
            onChange={({ currentTarget }) => setWrites(currentTarget.checked)}
          />
          {tried?.status === 'failed' ? <Failure error={tried.error} /> : null}
          {tried?.status === 'skipped' ? (
            <Notice tone="bad" role="alert" title={t('loads.own.refused')}>
              <Text>
                <SkipReasonWords reason={tried.reason} />
              </Text>
            </Notice>
          ) : null}
          <Group ref={end} justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('words.cancel')}
            </Button>
            <Button type="submit" loading={trying}>
              {t('loads.own.try')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface SqlFieldProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly required?: boolean;
  readonly placeholder?: string;
}

function SqlField({ set, required = false, placeholder = '', ...field }: SqlFieldProps): ReactElement {
  return (
    <Textarea
      {...field}
      required={required}
      placeholder={placeholder}
      autosize
      minRows={2}
      maxRows={10}
      maxLength={20_000}
      dir="ltr"
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem' } }}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
}

type Tried =
  | { readonly status: 'failed'; readonly error: ErrorReport }
  | { readonly status: 'skipped'; readonly reason: SkipReason };

/** Tries a scenario as a job of its own, and hands on what fits. */
function useTrial(accept: (scenario: Scenario) => Promise<void>): {
  readonly tried: Tried | undefined;
  readonly trying: boolean;
  readonly attempt: (scenario: Scenario) => void;
} {
  const startJob = useConsole((store) => store.startJob);
  const line = useConsole(({ console }) => console?.line);
  const connection = useWatched();
  const [wanted, setWanted] = useState<Scenario>();
  const job = useJob('try scenario', ({ scenario }) => isSame(scenario, wanted));
  const fit = job?.status === 'done' && job.result.kind === 'try scenario' ? job.result.fit : undefined;
  useEffect(() => {
    if (wanted === undefined || fit?.kind !== 'fits' || !isSame(fit.scenario, wanted)) return;
    setWanted(undefined);
    void accept(wanted);
  }, [wanted, fit, accept]);
  const attempt = (scenario: Scenario) => {
    if (line?.path === undefined || connection === undefined) return;
    setWanted(scenario);
    void startJob({
      kind: 'try scenario',
      path: line.path,
      connection,
      schema: line.options.schema,
      scenario,
    });
  };
  return {
    tried: wanted === undefined ? undefined : triedBy(job, fit),
    trying: job?.status === 'running' || job?.status === 'waiting',
    attempt,
  };
}

function triedBy(job: JobState | undefined, fit: ScenarioFit | undefined): Tried | undefined {
  if (job?.status === 'failed') return { status: 'failed', error: job.error };
  return fit?.kind === 'skipped' ? { status: 'skipped', reason: fit.reason } : undefined;
}

function isSame(one: Scenario, other: Scenario | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Scenarios are known by a name of Latin letters, whatever language their screen is named in. */
function freeName(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`own-${number}`)) number += 1;
  return `own-${number}`;
}
