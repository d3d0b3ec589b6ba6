import { Accordion, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadReport } from '../../../shared/load-test.ts';
import { isolated } from '../../components/error-words.ts';
import { useNumbers } from '../../components/numbers.ts';

/** What a chart has to say of where its numbers are from, a few words each. */
export function useBriefConditions({ startedAt, conditions }: LoadReport): readonly string[] {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const { machine, versions, tables } = conditions;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    moment(startedAt),
    t('source.rows', { count: rows }),
    `PostgreSQL ${versions.postgres}`,
    `SQLite ${versions.sqlite}`,
    machine.processor,
    t('loads.conditions.cores', { count: machine.cores }),
  ].map(isolated);
}

/** Everything that somebody needs to judge the numbers, or to repeat them. */
export function Conditions({ report }: { report: LoadReport }): ReactElement {
  const { t } = useTranslation();
  const { count, bytes, milliseconds, moment, seconds, list } = useNumbers();
  const { conditions, options, meter } = report;
  const { machine, versions } = conditions;
  const pattern =
    options.pattern.kind === 'closed'
      ? t('loads.options.closed')
      : t('loads.conditions.open', { count: Math.round(options.pattern.perSecond) });
  const bound =
    options.bound.kind === 'seconds'
      ? seconds(options.bound.seconds)
      : options.bound.kind === 'operations'
        ? t('loads.conditions.operations', { count: options.bound.operations })
        : t('loads.conditions.counted');
  const leftOut = conditions.tables.flatMap(({ table, leftOut }) =>
    leftOut.map(({ kind, name }) => t(`loads.conditions.leftOutKinds.${kind}`, { name: `${table}.${name}` })),
  );
  const lines: readonly (readonly [string, string])[] = [
    [t('loads.conditions.when'), moment(report.startedAt)],
    [t('loads.conditions.file'), report.source.path],
    [t('loads.conditions.server'), `${report.target} (${report.schema})`],
    [
      t('loads.conditions.where'),
      t(conditions.serverIsLocal ? 'loads.conditions.local' : 'loads.conditions.remote'),
    ],
    [
      t('loads.conditions.machine'),
      `${machine.processor} · ${t('loads.conditions.cores', { count: machine.cores })} · ${bytes(machine.memoryBytes)} · ${machine.system}`,
    ],
    [
      t('loads.conditions.versions'),
      `PostgreSQL ${versions.postgres} · SQLite ${versions.sqlite} · Rollcall ${versions.rollcall} · Node ${versions.node}`,
    ],
    [
      t('loads.conditions.sqlite'),
      t('loads.conditions.sqliteText', {
        mode: conditions.journalMode.toUpperCase(),
        wait: seconds(conditions.busyTimeoutMs / 1000),
      }),
    ],
    [t('loads.conditions.rows'), list(conditions.tables.map(({ table, rows }) => `${table} ${count(rows)}`))],
    ...(leftOut.length > 0 ? [[t('loads.conditions.leftOut'), list(leftOut)] as const] : []),
    [
      t('loads.conditions.measured'),
      t('loads.conditions.measuredText', {
        pattern,
        bound,
        rounds: count(options.rounds),
        pool: count(options.pool),
        warmUp: seconds(options.warmUpSeconds),
      }),
    ],
    ...(conditions.checkpoints === undefined
      ? []
      : [
          [
            t('loads.conditions.checkpoints'),
            t('loads.conditions.checkpointsText', { count: conditions.checkpoints }),
          ] as const,
        ]),
    [
      t('loads.conditions.meter'),
      t('loads.conditions.meterText', {
        p50: milliseconds(meter.p50),
        p99: milliseconds(meter.p99),
        max: milliseconds(meter.max),
      }),
    ],
  ];
  return (
    <Accordion variant="separated" radius="lg">
      <Accordion.Item value="conditions">
        <Accordion.Control>
          <Text fw={600}>{t('loads.conditions.title')}</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} m={0} spacing="md">
              {lines.map(([label, value]) => (
                <div key={label}>
                  <Text component="dt" size="sm" c="dimmed">
                    {label}
                  </Text>
                  <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>
                    <bdi>{value}</bdi>
                  </Text>
                </div>
              ))}
            </SimpleGrid>
            <Text size="sm" c="dimmed">
              {t('loads.conditions.settings')}{' '}
              <span className="verbatim">
                {Object.entries(conditions.settings)
                  .map(([name, value]) => `${name}=${value}`)
                  .join('  ')}
              </span>
            </Text>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
