import { List, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { busyAtStart } from '../../../shared/busy-at-start.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { isolated } from '../../components/error-words.ts';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { useConditionLines, useWays } from './condition-lines.ts';
import { unlikeRows, unlikeValues } from './unlike-values.ts';

/** What differs always, or is told one by one. */
const others = ['when', 'busy', 'rows', 'measured', 'checkpoints', 'meter'];

/** Why two load tests may differ besides what somebody changed on purpose. */
export function UnlikeConditions(pair: { earlier: LoadReport; later: LoadReport }): ReactElement | null {
  const { t } = useTranslation();
  const unlike = useUnlikeConditions(pair);
  if (unlike.length === 0) return null;
  return (
    <Notice tone="care" title={t('loads.side.unlike')}>
      <Text>{t('loads.side.unlikeText')}</Text>
      <List spacing={4} style={{ overflowWrap: 'anywhere' }}>
        {unlike.map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
      </List>
    </Notice>
  );
}

/** A sentence for each thing that differs. */
function useUnlikeConditions(pair: { earlier: LoadReport; later: LoadReport }): readonly string[] {
  const { earlier, later } = pair;
  const { t } = useTranslation();
  const { count } = useNumbers();
  const linesOf = useConditionLines();
  const [before, after] = [linesOf(earlier), linesOf(later)];
  const comparable = before.concat(after).filter(({ of }) => !others.includes(of));
  const labels = new Map(comparable.map(({ of, label }) => [of, label]));
  const valuesOf = (lines: typeof before) =>
    new Map(lines.filter(({ of }) => labels.has(of)).map(({ of, value }) => [of, value]));
  const settingsOf = ({ conditions }: LoadReport) => new Map(Object.entries(conditions.settings));
  const waysOf = useWays();
  const waysIn = ({ options }: LoadReport) =>
    new Map([
      ...Object.entries(waysOf(options)),
      ['prePing', t(`loads.side.prePing.${options.prePing ? 'yes' : 'no'}`)] as const,
    ]);
  const busy = (['earlier', 'later'] as const).filter(
    (which) => busyAtStart(pair[which].conditions) !== undefined,
  );
  const nothing = t('loads.nothing');
  const words = (what: string, one: { earlier: string | undefined; later: string | undefined }) =>
    t('loads.side.differs', {
      what,
      earlier: isolated(one.earlier ?? nothing),
      later: isolated(one.later ?? nothing),
    });
  return [
    ...unlikeRows(earlier.conditions, later.conditions).map(({ table, where, ...rows }) =>
      words(t(`loads.side.rows.${where}`, { table: isolated(table) }), {
        earlier: count(rows.earlier),
        later: count(rows.later),
      }),
    ),
    ...unlikeValues(valuesOf(before), valuesOf(after))
      // Of a load test kept long ago the file's indexes are not known.
      .filter(({ of, ...values }) => of !== 'indexes' || !Object.values(values).includes(undefined))
      .map(({ of, ...values }) => words(labels.get(of) ?? of, values)),
    ...unlikeValues(waysIn(earlier), waysIn(later)).map(({ of, ...values }) =>
      words(t(`loads.side.way.${of}`), values),
    ),
    ...(busy.length === 1 ? busy.map((which) => t(`loads.side.busy.${which}`)) : []),
    ...unlikeValues(settingsOf(earlier), settingsOf(later)).map(({ of, ...values }) =>
      words(isolated(of), values),
    ),
  ];
}
