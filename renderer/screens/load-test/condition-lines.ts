import { useTranslation } from 'react-i18next';
import { busyAtStart } from '../../../shared/busy-at-start.ts';
import type { FileIndex, LoadReport } from '../../../shared/load-test.ts';
import { isolated } from '../../components/error-words.ts';
import { useNumbers } from '../../components/numbers.ts';

type Of =
  | 'when'
  | 'file'
  | 'indexes'
  | 'server'
  | 'where'
  | 'machine'
  | 'busy'
  | 'versions'
  | 'sqlite'
  | 'rows'
  | 'leftOut'
  | 'measured'
  | 'checkpoints'
  | 'meter';

/** One of the conditions in words. */
interface ConditionLine {
  readonly of: Of;
  readonly label: string;
  readonly value: string;
}

/** Each in its own direction, in the order of the page. */
function parts(...texts: readonly string[]): string {
  return texts.map(isolated).join(' · ');
}

/** How it was asked to measure, in words, but for the test of each connection. */
export function useWays() {
  const { t } = useTranslation();
  const { count, seconds } = useNumbers();
  return ({ pattern, bound, rounds, pool, warmUpSeconds }: LoadReport['options']) => ({
    pattern:
      pattern.kind === 'closed'
        ? t('loads.options.closed')
        : t('loads.conditions.open', { count: Math.round(pattern.perSecond) }),
    bound:
      bound.kind === 'seconds'
        ? seconds(bound.seconds)
        : bound.kind === 'operations'
          ? t('loads.conditions.operations', { count: bound.operations })
          : t('loads.conditions.counted'),
    rounds: count(rounds),
    pool: count(pool),
    warmUp: seconds(warmUpSeconds),
  });
}

/** The conditions of a load test, in words, but for the server's settings, which have none. */
export function useConditionLines(): (report: LoadReport) => readonly ConditionLine[] {
  const { t } = useTranslation();
  const { count, fine, bytes, milliseconds, moment, seconds, list } = useNumbers();
  const waysOf = useWays();
  const indexWords = (indexes: readonly FileIndex[]) => {
    const has = indexes.flatMap(({ name, by }) =>
      by === undefined
        ? []
        : [
            by === name
              ? isolated(name)
              : t('loads.conditions.as', { name: isolated(name), by: isolated(by) }),
          ],
    );
    const lacks = indexes.filter(({ by }) => by === undefined).map(({ name }) => isolated(name));
    return [
      ...(has.length > 0 ? [t('loads.conditions.has', { names: list(has) })] : []),
      ...(lacks.length > 0 ? [t('loads.conditions.lacks', { names: list(lacks) })] : []),
    ].join(' · ');
  };
  return (report) => {
    const { conditions, options, meter } = report;
    const { machine, versions, fileIndexes, checkpoints } = conditions;
    const line = (of: Of, value: string): ConditionLine => ({
      of,
      label: t(`loads.conditions.${of}`),
      value,
    });
    const leftOut = conditions.tables.flatMap(({ table, leftOut }) =>
      leftOut.map(({ kind, name }) =>
        t(`loads.conditions.leftOutKinds.${kind}`, { name: isolated(`${table}.${name}`) }),
      ),
    );
    const measured = t('loads.conditions.measuredText', waysOf(options));
    const busy = busyAtStart(conditions);
    const cores = t('loads.conditions.cores', { count: machine.cores });
    return [
      line('when', moment(report.startedAt)),
      line('file', isolated(report.source.path)),
      ...(fileIndexes.length > 0 ? [line('indexes', indexWords(fileIndexes))] : []),
      line('server', isolated(`${report.target} (${report.schema})`)),
      line('where', t(conditions.serverIsLocal ? 'loads.conditions.local' : 'loads.conditions.remote')),
      line('machine', parts(machine.processor, cores, bytes(machine.memoryBytes), machine.system)),
      ...(busy === undefined
        ? []
        : [line('busy', t('loads.conditions.busyText', { load: fine(busy), cores }))]),
      line(
        'versions',
        parts(
          `PostgreSQL ${versions.postgres}`,
          `SQLite ${versions.sqlite}`,
          `Rollcall ${versions.rollcall}`,
          `Node ${versions.node}`,
        ),
      ),
      line(
        'sqlite',
        t('loads.conditions.sqliteText', {
          mode: conditions.journalMode.toUpperCase(),
          wait: seconds(conditions.busyTimeoutMs / 1000),
        }),
      ),
      line('rows', list(conditions.tables.map(({ table, rows }) => isolated(`${table} ${count(rows)}`)))),
      ...(leftOut.length > 0 ? [line('leftOut', list(leftOut))] : []),
      line('measured', options.prePing ? t('loads.conditions.prePing', { words: measured }) : measured),
      ...(checkpoints === undefined
        ? []
        : [line('checkpoints', t('loads.conditions.checkpointsText', { count: checkpoints }))]),
      line(
        'meter',
        t('loads.conditions.meterText', {
          p50: milliseconds(meter.p50),
          p99: milliseconds(meter.p99),
          max: milliseconds(meter.max),
        }),
      ),
    ];
  };
}
