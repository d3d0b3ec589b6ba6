import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { useConsole } from '../../stores/console.ts';
import { EnvWriter } from './env-writer.tsx';
import { MeasureGain } from './measure-gain.tsx';
import { NextSteps } from './next-steps.tsx';
import { RunReport } from './run-report.tsx';
import { SaveReport } from './save-report.tsx';

/** What was proven, and what to do next in the school. */
export default function Proof(): ReactElement {
  const { t } = useTranslation();
  const runId = useConsole(({ console }) => console?.line.runId);
  if (runId === undefined) {
    return (
      <Screen title={t('proof.title')} back="move">
        <Notice tone="plain" title={t('proof.none')} />
      </Screen>
    );
  }
  return (
    <Screen title={t('proof.title')} lead={t('proof.lead')} back="move" end={<SaveReport runId={runId} />}>
      <RunReport runId={runId} />
      <MeasureGain />
      <EnvWriter />
      <NextSteps />
    </Screen>
  );
}
