import { type Blocker, blockingTrees } from '../../../shared/monitor/blocking.ts';
import type { Rates } from '../../../shared/monitor/rates.ts';
import type { LockWait, Reading, Session } from '../../../shared/monitor/reading.ts';
import type { Outage, Sample } from '../../../shared/monitor/sample.ts';
import { orderedBy, type Statements } from '../../../shared/monitor/statements.ts';
import type { Tables } from '../../../shared/monitor/tables.ts';
import { bad, bold, care, dim } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { fit } from '../terminal/text-width.ts';
import { wrap } from '../terminal/wrap.ts';
import { replicationLines } from './replication.ts';
import { statisticsDenied } from './statistics-denied.ts';
import { bytes, count, counted, duration } from './units.ts';

/** Sessions, tables and statements that are shown. */
const most = { sessions: 12, tables: 5, statements: 5 };

/** A sample as a page. */
export function monitorLines({ reading, rates, tables, statements }: Sample, columns: number): string[] {
  return [
    ...headLines(reading),
    ...figureLines(reading, rates),
    ...replicationLines(reading.replication),
    ...blockingLines(reading, columns),
    ...sessionLines(reading, columns),
    ...tableLines(tables),
    ...statementLines(statements, columns),
  ];
}

function headLines({
  at,
  database,
  server: { versionText, startedAt },
  user,
  seesOthers,
}: Reading): string[] {
  const up = duration(Date.parse(at) - Date.parse(startedAt));
  const line = `${bold(printable(database))} on PostgreSQL ${versionText}, which has run for ${up}`;
  const limits = `${printable(user)} may not see what others do; membership in pg_monitor would let it.`;
  return ['', line, ...(seesOthers ? [] : [dim(limits)]), ''];
}

function figureLines(reading: Reading, rates: Rates): string[] {
  const { connections, sessions, seesOthers } = reading;
  const transactions = sessions.flatMap((one) => (one.visible ? [one.transaction ?? 0] : []));
  const longest = Math.max(0, ...transactions);
  const rows = [
    ['  Connections', `${count(connections.used)} of ${count(connections.most)}`],
    [
      '  Longest transaction',
      longest === 0 ? (seesOthers ? 'none' : 'none of its own') : duration(longest * 1000),
    ],
    ...(rates.kind === 'none'
      ? [['  Rates', `from the next reading on (${rates.why})`]]
      : [
          ['  Transactions', `${rate(rates.transactions)}, ${rate(rates.rollbacks)} undone`],
          ['  Rows', `${rate(rates.rowsRead)} read, ${rate(rates.rowsWritten)} written`],
          ['  Cache hits', rates.cacheHits === null ? 'no page was asked for' : percent(rates.cacheHits)],
          ...(rates.deadlocks === 0 ? [] : [['  Deadlocks', bad(count(rates.deadlocks))]]),
        ]),
  ];
  return [...alignedLines(rows, ['left', 'left'])];
}

function rate(perSecond: number): string {
  return `${perSecond < 9.95 ? perSecond.toFixed(1) : count(Math.round(perSecond))} a second`;
}

/** Cut, so that 100 % means all of them. */
function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

function blockingLines({ waits, sessions }: Reading, columns: number): string[] {
  if (waits.length === 0) return [];
  const known = new Map(sessions.map((session) => [session.pid, session]));
  const lines = (blocker: Blocker, depth: number): string[] => [
    fit(`${'  '.repeat(depth + 1)}${blockerWords(blocker, known.get(blocker.pid))}`, columns - 1),
    ...blocker.holdsUp.flatMap((one) => lines(one, depth + 1)),
  ];
  const title = `${counted(waits.length, 'session waits', 'sessions wait')} for a lock`;
  return ['', bad(title), ...blockingTrees(waits).flatMap((tree) => lines(tree, 0))];
}

function blockerWords({ pid, waits, holdsUp }: Blocker, session: Session | undefined): string {
  const what = [
    pid === 0 ? 'a prepared transaction' : `${pid} ${session === undefined ? '' : printable(whoOf(session))}`,
    waits === undefined ? '' : waitWords(waits),
    holdsUp.length === 0 ? '' : `holds up ${count(holdsUp.length)}`,
    session?.visible ? printable(session.query.replaceAll(/\s+/g, ' ')) : '',
  ];
  return what.filter(Boolean).join(', ');
}

function waitWords({ on, mode, relation, since }: LockWait): string {
  const time = since === undefined ? '' : ` for ${duration(since * 1000)}`;
  return `waits${time} on ${relation === undefined ? on : printable(relation)} (${mode})`;
}

function whoOf({ user, application }: Session): string {
  return [user, application].filter(Boolean).join(' ');
}

function sessionLines({ sessions, sessionCount }: Reading, columns: number): string[] {
  if (sessionCount === 0) return ['', 'Nobody else is connected.'];
  const shown = sessions.slice(0, most.sessions);
  const rows = [
    ['  pid', 'who', 'state', 'since', 'waits for', 'statement'],
    ...shown.map((session) => [
      `  ${session.pid}`,
      fit(printable(whoOf(session)), 28),
      ...(session.visible
        ? [
            session.state,
            session.since === undefined ? '' : duration(session.since * 1000),
            session.wait === undefined ? '' : `${session.wait.type} ${session.wait.event}`,
            printable(session.query.replaceAll(/\s+/g, ' ')),
          ]
        : ['hidden', '', '', '']),
    ]),
  ];
  const [head = '', ...lines] = alignedLines(rows, ['left', 'left', 'left', 'right', 'left', 'left']);
  const rest = sessionCount - shown.length;
  return [
    '',
    bold(counted(sessionCount, 'other session')),
    dim(fit(head, columns - 1)),
    ...lines.map((line) => fit(line, columns - 1)),
    ...(rest === 0 ? [] : [dim(`  and ${count(rest)} more`)]),
  ];
}

function tableLines({ tables, tableCount, bytes: total }: Tables): string[] {
  if (tableCount === 0) return [];
  const rows = tables
    .slice(0, most.tables)
    .map(({ schema, name, bytes: size, rows: within }) => [
      `  ${printable(schema === 'public' ? name : `${schema}.${name}`)}`,
      size === undefined ? 'locked' : bytes(size.table),
      size === undefined ? '' : `and ${bytes(size.indexes)} of indexes`,
      within === undefined || within.dead === 0 ? '' : counted(within.dead, 'dead row'),
    ]);
  const sizes = `${bytes(total.table)} and ${bytes(total.indexes)} of indexes`;
  return [
    '',
    `${bold(counted(tableCount, 'table'))}, ${sizes}`,
    ...alignedLines(rows, ['left', 'right', 'left', 'right']),
  ];
}

type Missing = Exclude<Statements, { kind: 'read' }>;

function missingWords(missing: Missing): string {
  switch (missing.kind) {
    case 'not installed':
      return 'The server does not have pg_stat_statements; on Debian the package postgresql-contrib brings it.';
    case 'not loaded':
      return 'The server does not load pg_stat_statements: add it to shared_preload_libraries, restart, then CREATE EXTENSION pg_stat_statements.';
    case 'not created':
      return missing.create === 'on the primary'
        ? 'pg_stat_statements is not in this database: CREATE EXTENSION pg_stat_statements on the server that this one follows.'
        : 'pg_stat_statements is not in this database: CREATE EXTENSION pg_stat_statements as a superuser.';
    case 'denied':
      return statisticsDenied(missing.grants);
  }
}

function statementLines(statements: Statements, columns: number): string[] {
  if (statements.kind !== 'read') return ['', bold('Slow queries'), dim(`  ${missingWords(statements)}`)];
  const rows = orderedBy('total', statements.statements)
    .slice(0, most.statements)
    .map(({ query, calls, total, mean }) => [
      `  ${duration(total)}`,
      counted(calls, 'call'),
      `${duration(mean)} each`,
      printable((query ?? 'hidden').replaceAll(/\s+/g, ' ')),
    ]);
  const { stoppedBy } = statements;
  const lines = alignedLines(rows, ['right', 'right', 'right', 'left']);
  return [
    '',
    bold('Statements that took most time'),
    ...(stoppedBy === undefined ? [] : [care(`  The server counts no more at the moment, by ${stoppedBy}.`)]),
    ...(rows.length === 0 ? [dim('  Nothing has been counted yet.')] : []),
    ...lines.map((line) => fit(line, columns - 1)),
  ];
}

export const monitorHead = 'time      connections  waiting  transactions/s     read/s  written/s   cache';

/** A sample as a line below `monitorHead`, for whoever writes along. */
export function monitorRow({ reading, rates }: Sample): string {
  const { at, connections, waits } = reading;
  const known = rates.kind === 'rates' ? rates : undefined;
  const whole = (value: number | undefined) => (value === undefined ? '-' : count(Math.round(value)));
  const hits = known?.cacheHits;
  return [
    clock(at),
    `${count(connections.used)}/${count(connections.most)}`.padStart(13),
    count(waits.length).padStart(9),
    whole(known?.transactions).padStart(16),
    whole(known?.rowsRead).padStart(11),
    whole(known?.rowsWritten).padStart(11),
    (hits === undefined || hits === null ? '-' : percent(hits)).padStart(9),
  ].join('');
}

/** Of a look without an answer, to stand above what was seen last. What to do is to wait: it is asked again. */
export function outageLines({ at, error }: Outage): readonly string[] {
  return [
    '',
    ...wrap(`${bad('no answer')}  ${bold(printable(error.what))}  ${dim(`[${error.code}]`)}`, ''),
    dim(`Asked at ${clock(at)}, and again every two seconds. Below is what was seen last.`),
  ];
}

export function outageRow({ at, error }: Outage): string {
  return `${clock(at)}  ${bad('no answer')}: ${printable(error.what)} [${error.code}] It is asked again every two seconds.`;
}

/** By this computer's zone, as the person's own clock has it. */
function clock(at: string): string {
  return new Date(at).toTimeString().slice(0, 8);
}
