import { Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../../shared/console/connection.ts';
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
  const isPractice = useConsole(({ console }) => console?.line.runConnection === practiceConnection);
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
      {isPractice ? <AfterPractice /> : null}
      <MeasureGain />
      <EnvWriter />
      <NextSteps />
    </Screen>
  );
}

/** What was practised is not yet what the school needs: its application can't live on the practice server. */
function AfterPractice(): ReactElement {
  const { t } = useTranslation();
  const goTo = useConsole((store) => store.goTo);
  return (
    <Notice tone="note" title={t('proof.practised.title')}>
      <Text>{t('proof.practised.text')}</Text>
      <Group>
        <Button variant="default" onClick={() => void goTo('target')}>
          {t('proof.practised.next')}
        </Button>
      </Group>
    </Notice>
  );
}
