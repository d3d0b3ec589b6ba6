import { Button, Card, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconFileTypeJs } from '@tabler/icons-react';
import { lazy, type ReactElement, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenScenarios, defaultLoadOptions, foretold, plannedSeconds } from '../../../shared/load-plan.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import type { Scenario } from '../../../shared/scenario.ts';
import { saveFile } from '../../api/save-file.ts';
import { ConnectionChoice } from '../../components/connection-choice.tsx';
import { Facts } from '../../components/facts.tsx';
import { Failure } from '../../components/failure.tsx';
import { useHeadingFocus } from '../../components/heading-focus.ts';
import { Loading } from '../../components/loading.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { Screen } from '../../components/screen.tsx';
import { useConsole, useSettledJob } from '../../stores/console.ts';
import { useView } from '../../stores/view.ts';
import { useWatched } from '../../stores/watched.ts';
import { Kept } from './kept.tsx';
import { useKeptLoads } from './kept-loads.ts';
import { Options } from './options.tsx';
import { OwnScenarios } from './own-scenarios.tsx';
import { useScenarios } from './scenarios.ts';
import { SideBySide } from './side-by-side.tsx';
import { UnderWay } from './under-way.tsx';

const Result = lazy(() => import('./result.tsx'));

type Shown =
  | { readonly kind: 'start' }
  | { readonly kind: 'report'; readonly report: LoadReport }
  | { readonly kind: 'pair'; readonly earlier: LoadReport; readonly later: LoadReport };

/** What the school gains: one button, and an honest picture of before and after. */
export default function LoadTest(): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const job = useSettledJob('load test');
  const [shown, setShown] = useState<Shown>({ kind: 'start' });
  useLastReport(job, (report) => setShown({ kind: 'report', report }));
  useHeadingFocus(job === 'under way' ? job : shown.kind);
  if (job === 'under way') {
    return (
      <Screen title={t('loads.titleRunning')} lead={t('loads.leadRunning')}>
        <UnderWay />
      </Screen>
    );
  }
  if (shown.kind === 'start') return <Start job={job} show={setShown} />;
  const back = (
    <Button
      size="md"
      variant="default"
      leftSection={<IconArrowLeft size={16} className="mirrored" aria-hidden="true" />}
      onClick={() => setShown({ kind: 'start' })}
    >
      {t('loads.again')}
    </Button>
  );
  if (shown.kind === 'pair') {
    return (
      <Screen title={t('loads.side.title')} others={back}>
        <SideBySide earlier={shown.earlier} later={shown.later} />
      </Screen>
    );
  }
  const { report } = shown;
  return (
    <Screen
      title={t('loads.of', { moment: moment(report.startedAt) })}
      others={back}
      end={<SaveNumbers report={report} />}
    >
      <Suspense fallback={<Loading />}>
        <Result key={report.id} report={report} />
      </Suspense>
    </Screen>
  );
}

/** Hands over the report of a load test that has just ended, or had when the window was loaded. */
function useLastReport(job: ReturnType<typeof useSettledJob>, take: (report: LoadReport) => void): void {
  const report =
    job !== undefined && job !== 'under way' && job.status === 'done' && job.result.kind === 'load test'
      ? job.result.report
      : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken once, so that a person can leave it
  useEffect(() => {
    if (report !== undefined) take(report);
  }, [report?.id]);
}

function SaveNumbers({ report }: { report: LoadReport }): ReactElement {
  const { t } = useTranslation();
  const save = () =>
    saveFile(
      `rollcall-load-test-${report.startedAt.slice(0, 10)}.json`,
      new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }),
    );
  return (
    <Button
      size="md"
      variant="default"
      leftSection={<IconFileTypeJs size={18} aria-hidden="true" />}
      onClick={() => void save()}
    >
      {t('loads.as.all')}
    </Button>
  );
}

interface StartProps {
  readonly job: Exclude<ReturnType<typeof useSettledJob>, 'under way'>;
  readonly show: (shown: Shown) => void;
}

/** Before it begins: what is measured, where, and how long it takes. */
function Start({ job, show }: StartProps): ReactElement {
  const { t } = useTranslation();
  const { seconds } = useNumbers();
  const path = useConsole(({ console }) => console?.line.path);
  const schema = useConsole(({ console }) => console?.line.options.schema);
  const startJob = useConsole((store) => store.startJob);
  const server = useWatched();
  const [options, setOptions] = useState(defaultLoadOptions);
  const { builtIn, own, save, remove } = useScenarios();
  const kept = useKeptLoads();
  const all = [...builtIn, ...own];
  const wanted = chosenScenarios(options, all);
  const planned = plannedSeconds(options, all);
  const canStart = path !== undefined && schema !== undefined && server !== undefined;
  /** Whoever adds something wants it measured, also where others were left out. */
  const add = async (scenario: Scenario) => {
    await save(scenario);
    setOptions(({ scenarios: chosen, ...rest }) =>
      chosen === undefined ? rest : { ...rest, scenarios: [...new Set([...chosen, scenario.name])] },
    );
  };
  const start = () => {
    if (canStart)
      void startJob({ kind: 'load test', path, connection: server, schema, options, own: [...own] });
  };
  return (
    <Screen
      title={t('loads.title')}
      lead={t('loads.lead')}
      action={canStart ? { label: t('loads.start'), onClick: start } : undefined}
    >
      {job?.status === 'failed' ? <Failure error={job.error} /> : null}
      {job?.status === 'cancelled' ? (
        <Notice tone="plain" role="status" title={t('loads.cancelled')} />
      ) : null}
      {path === undefined ? <NoFile /> : null}
      <ConnectionChoice />
      {canStart ? (
        <>
          <Card>
            <Stack>
              <Facts
                facts={[
                  { label: t('loads.facts.file'), value: <bdi>{path.split(/[\\/]/).at(-1)}</bdi> },
                  {
                    label: t('loads.facts.scenarios'),
                    value: t('loads.scenarios', { count: wanted.length }),
                  },
                  {
                    label: t('loads.facts.time'),
                    value:
                      planned === undefined
                        ? t('loads.counted')
                        : t('loads.about', { time: seconds(foretold(planned)) }),
                  },
                ]}
              />
              <Text>{t('loads.safe')}</Text>
            </Stack>
          </Card>
          <Options options={options} set={setOptions} scenarios={all} />
          <OwnScenarios scenarios={own} save={add} remove={remove} />
        </>
      ) : null}
      <Kept
        loads={kept.loads}
        unreadable={kept.unreadable}
        show={async (id) => {
          const report = await kept.read(id);
          if (report !== undefined) show({ kind: 'report', report });
        }}
        compare={async (...pair) => {
          const [earlier, later] = await Promise.all(pair.map(kept.read));
          if (earlier !== undefined && later !== undefined) show({ kind: 'pair', earlier, later });
        }}
        remove={kept.remove}
      />
      {kept.error === undefined ? null : <Failure error={kept.error} />}
    </Screen>
  );
}

/** The old file is half of the comparison. */
function NoFile(): ReactElement {
  const { t } = useTranslation();
  const goTo = useConsole((store) => store.goTo);
  const leave = useView((view) => view.show);
  return (
    <Notice tone="plain" title={t('loads.noFile')}>
      <Text>{t('loads.noFileText')}</Text>
      <div>
        <Button
          variant="default"
          onClick={() => {
            leave(undefined);
            void goTo('welcome');
          }}
        >
          {t('loads.openFile')}
        </Button>
      </div>
    </Notice>
  );
}
