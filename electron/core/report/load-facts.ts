import { busyAtStart } from '../../../shared/busy-at-start.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { millisecondsWords } from './load-words.ts';
import { english } from './words.ts';

const { number, bytes } = english;
const counted = (n: number, one: string) => `${number(n)} ${n === 1 ? one : `${one}s`}`;

/** The conditions under which it was measured, each by its name: what somebody needs to judge or to repeat it. */
export function loadFacts(report: LoadReport): (readonly [name: string, words: string])[] {
  const { conditions, options, source, target, schema, meter, ms, leftover } = report;
  const { machine, versions, tables, settings, serverIsLocal, checkpoints } = conditions;
  const busy = busyAtStart(conditions);
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const leftOut = tables.flatMap((one) =>
    one.leftOut.map(({ kind, name }) => `${kind} ${one.table}.${name}`),
  );
  const server = serverIsLocal ? 'on this machine' : 'over the network';
  return [
    [
      'Asked',
      `${patternWords(options)}; ${counted(options.rounds, 'round')}, engines in turn; ${boundWords(options)}`,
    ],
    [
      'File',
      `${source.path}, ${bytes(source.bytes)}, journal ${conditions.journalMode}, busy timeout ${conditions.busyTimeoutMs / 1000} s; with the indexes that it has`,
    ],
    ...indexFact(conditions),
    ['Server', `${target}, schema ${schema}, ${server}`],
    [
      'Rows',
      `${number(rows)} in copies of ${counted(tables.length, 'table')}${inFileWords(tables)}; the live tables were only read`,
    ],
    ...(leftOut.length > 0 ? [['Not copied', leftOut.join(', ')] as const] : []),
    ['Pool', `${counted(options.pool, 'connection')}${options.prePing ? ', each tried before use' : ''}`],
    [
      'Machine',
      `${machine.processor}, ${counted(machine.cores, 'core')}, ${gigabytes(machine.memoryBytes)}, ${machine.system}`,
    ],
    ...(busy === undefined
      ? []
      : [
          [
            'Busy',
            `load average ${busy.toFixed(1)} on ${counted(machine.cores, 'core')} when it began; what else was at work may have disturbed it`,
          ] as const,
        ]),
    [
      'Versions',
      `SQLite ${versions.sqlite}, PostgreSQL ${versions.postgres}, Node ${versions.node}, Rollcall ${versions.rollcall}`,
    ],
    [
      'Settings',
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ],
    ...(checkpoints === undefined
      ? []
      : [
          [
            'Checkpoints',
            `${number(checkpoints)} while it was measured; one disturbs whoever is at work`,
          ] as const,
        ]),
    [
      'Meter',
      `late by ${millisecondsWords(meter.p50)} half of the time, by ${millisecondsWords(meter.p99)} once in a hundred; what is shorter can\u2019t be told`,
    ],
    ['Time', english.seconds(ms)],
    ...(leftover.length > 0
      ? [['Left', `${leftover.join(', ')}; the next load test removes them`] as const]
      : []),
  ];
}

/** Which of the four the file has, under whatever name, and which it lacks. */
function indexFact({ fileIndexes }: LoadReport['conditions']): (readonly [string, string])[] {
  const has = fileIndexes.flatMap(({ name, by }) =>
    by === undefined ? [] : [by === name ? name : `${name} (as ${by})`],
  );
  const lacks = fileIndexes.flatMap(({ name, by }) => (by === undefined ? [name] : []));
  const words = [['with', has] as const, ['without', lacks] as const].flatMap(([word, names]) =>
    names.length === 0 ? [] : [`${word} ${names.join(', ')}`],
  );
  return words.length === 0 ? [] : [['Indexes', `the file is ${words.join('; ')}`]];
}

/** Only where they are others. */
function inFileWords(tables: LoadReport['conditions']['tables']): string {
  const others = tables.flatMap(({ table, rows, inFile }) =>
    inFile === undefined || inFile === rows
      ? []
      : [`${table} has ${number(rows)}, and ${number(inFile)} in the file`],
  );
  return others.length === 0 ? '' : `: ${others.join('; ')}`;
}

function patternWords({ pattern }: LoadReport['options']): string {
  return pattern.kind === 'closed'
    ? 'each person asks again as soon as the answer is there'
    : `${number(pattern.perSecond)} questions a second, answered in time or not`;
}

function boundWords({ bound, warmUpSeconds }: LoadReport['options']): string {
  switch (bound.kind) {
    case 'seconds':
      return `${bound.seconds} s each after ${warmUpSeconds} s of warm-up`;
    case 'operations':
      return `${number(bound.operations)} operations each after ${warmUpSeconds} s of warm-up`;
    case 'counted':
      return `as many operations as the old load_test.py did, after ${warmUpSeconds} s of warm-up`;
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1_000_000_000).toFixed(1)} GB of memory`;
}
