import { List, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadReport } from '../../../shared/load-test.ts';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { SkipReasonWords } from './skip-reason.tsx';

interface PartProps {
  readonly report: LoadReport;
  readonly nameOf: (scenario: string) => string;
}

/** Scenarios that this school's tables can't answer, with the reason of each. */
export function Skipped({ report, nameOf }: PartProps): ReactElement | null {
  const { t } = useTranslation();
  const skipped = report.scenarios.flatMap((one) => (one.kind === 'skipped' ? [one] : []));
  if (skipped.length === 0) return null;
  return (
    <Notice tone="plain" title={t('loads.skipped.title', { count: skipped.length })}>
      <List size="sm" spacing={4}>
        {skipped.map(({ scenario, reason }) => (
          <List.Item key={scenario.name}>
            {nameOf(scenario.name)}
            {': '}
            <SkipReasonWords reason={reason} />
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

/** Everything that went wrong while it was measured, by engine and scenario: it is part of the picture. */
export function Failures({ report, nameOf }: PartProps): ReactElement | null {
  const { t } = useTranslation();
  const { count, milliseconds } = useNumbers();
  const failed = report.measurements.flatMap(({ engine, scenario, users, errors }) =>
    errors.map((error) => ({ engine, scenario, users, ...error })),
  );
  if (failed.length === 0) return null;
  const all = failed.reduce((sum, one) => sum + one.count, 0);
  return (
    <Notice tone="care" title={t('loads.failures.title', { count: all })}>
      <List size="sm" spacing={4}>
        {failed.map(({ engine, scenario, users, kind, count: times, detail, meanMs }) => (
          <List.Item key={`${engine} ${scenario} ${users} ${kind}`}>
            {t('loads.failures.line', {
              engine: t(`loads.engine.${engine}`),
              scenario: nameOf(scenario),
              users: t('loads.usersAtOnce', { count: users }),
              times: count(times),
              kind: t(`loads.failures.${kind}`),
              wait: milliseconds(meanMs),
            })}{' '}
            <Text span size="xs" c="dimmed" className="verbatim">
              {detail}
            </Text>
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

/** Copies of tables that could not be removed: a person has to know of them. */
export function Leftover({ report }: { report: LoadReport }): ReactElement | null {
  const { t } = useTranslation();
  if (report.leftover.length === 0) return null;
  return (
    <Notice tone="care" title={t('loads.leftover.title')}>
      <Text>{t('loads.leftover.text')}</Text>
      <Text className="verbatim">{report.leftover.join('  ')}</Text>
    </Notice>
  );
}
