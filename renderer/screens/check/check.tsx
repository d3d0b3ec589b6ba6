import { Accordion, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactElement, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, Severity } from '../../../shared/finding.ts';
import { domId } from '../../components/dom-id.ts';
import { Failure } from '../../components/failure.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Mark, type Tone } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { type Choices, choiceFor, isQuestion, keyOf } from '../../stores/choices.ts';
import { useConsole, useJob } from '../../stores/console.ts';
import { BulkChoice } from './bulk-choice.tsx';
import { FindingCard } from './finding-card.tsx';

const groups = ['blocker', 'warning', 'note'] as const satisfies readonly Severity[];
const tones: Readonly<Record<Severity, Tone>> = { blocker: 'bad', warning: 'care', note: 'note' };
const noChoices: Choices = {};

/** What was found in the file that the target can't take as it is, and what is to become of it. */
export default function Check(): ReactElement {
  const { t } = useTranslation();
  const path = useConsole(({ console }) => console?.line.path);
  const timezone = useConsole(({ console }) => console?.line.options.timezone);
  const findings = useConsole(({ console }) => console?.line.examined?.findings);
  const choices = useConsole(({ console }) => console?.line.choices ?? noChoices);
  const goTo = useConsole((store) => store.goTo);
  const startJob = useConsole((store) => store.startJob);
  const job = useJob('examine', (asked) => asked.path === path && asked.edit === undefined);
  const examine = () => {
    if (path !== undefined)
      void startJob({ kind: 'examine', path, ...(timezone === undefined ? {} : { timezone }) });
  };
  const isNeeded = path !== undefined && findings === undefined && job === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when this step is come to for the first time
  useEffect(() => {
    if (isNeeded) examine();
  }, [isNeeded]);
  const unsettled = findings === undefined ? 0 : findings.filter((finding) => stops(finding, choices)).length;
  const ended = findings === undefined ? job : undefined;
  const next = {
    label: t('check.next'),
    onClick: () => void goTo('plan'),
    disabled: findings === undefined || unsettled > 0,
    hint: unsettled > 0 ? t('check.unsettled', { count: unsettled }) : undefined,
  };
  const action = ended?.status === 'cancelled' ? { label: t('words.again'), onClick: examine } : next;
  return (
    <Screen
      title={t('check.title')}
      lead={t('check.lead')}
      back="target"
      action={ended?.status === 'failed' ? undefined : action}
    >
      {ended?.status === 'failed' ? <Failure error={ended.error} again={examine} /> : null}
      {ended?.status === 'cancelled' ? <Notice tone="plain" title={t('check.cancelled')} /> : null}
      {findings === undefined &&
      (job === undefined || job.status === 'running' || job.status === 'waiting') ? (
        <JobProgress job={job} label={t('check.looking')} />
      ) : null}
      {findings === undefined ? null : <Findings findings={findings} choices={choices} />}
    </Screen>
  );
}

/** Whether a run would end at this. */
function stops(finding: Finding, choices: Choices): boolean {
  if (finding.severity !== 'blocker') return false;
  return !isQuestion(finding) || choiceFor(finding, choices) === 'stop';
}

function Findings({ findings, choices }: { findings: readonly Finding[]; choices: Choices }): ReactElement {
  const { t } = useTranslation();
  if (findings.length === 0) {
    return (
      <Notice tone="good" role="status" title={t('check.nothing')}>
        <Text>{t('check.nothingText')}</Text>
      </Notice>
    );
  }
  const questions = findings.filter(isQuestion);
  return (
    <Stack gap="xl">
      {questions.length === 0 ? (
        <Notice tone="good" role="status" title={t('check.noQuestions')}>
          <Text>{t('check.noQuestionsText')}</Text>
        </Notice>
      ) : null}
      {groups.map((severity) => {
        const members = findings.filter((finding) => finding.severity === severity);
        if (members.length === 0) return null;
        // What has its answer is no obstacle any more.
        const isOpen = members.some((finding) => stops(finding, choices));
        return (
          <Stack key={severity} gap="sm" component="section" aria-label={t(`check.group.${severity}.title`)}>
            <Group gap="sm" wrap="nowrap" align="flex-start">
              <Mark tone={severity === 'blocker' && !isOpen ? 'care' : tones[severity]} size={26} />
              <div>
                <Title order={2}>{t(`check.group.${severity}.title`, { count: members.length })}</Title>
                <Text size="sm" c="dimmed">
                  {t(`check.group.${severity}.text`)}
                </Text>
              </div>
            </Group>
            {members.filter(isQuestion).length > 1 ? (
              <BulkChoice findings={members.filter(isQuestion)} />
            ) : null}
            <Accordion
              multiple
              variant="separated"
              radius="lg"
              defaultValue={members
                .filter(isQuestion)
                .slice(0, 1)
                .map((finding) => domId(keyOf(finding)))}
            >
              {members.map((finding) => (
                <FindingCard key={keyOf(finding)} finding={finding} choice={choiceFor(finding, choices)} />
              ))}
            </Accordion>
          </Stack>
        );
      })}
    </Stack>
  );
}
