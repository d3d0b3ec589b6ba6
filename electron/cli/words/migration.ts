import { join } from 'node:path';
import type { MigrationReport } from '../../../shared/run.ts';
import { bold, dim } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { errorLines } from './error.ts';
import { findingLines } from './findings.ts';
import { mismatchLines } from './mismatches.ts';
import { namedIndexLines } from './plan.ts';
import { tableLines } from './tables.ts';
import { counted, duration } from './units.ts';
import { migrationVerdict, partialVerdict } from './verdict.ts';

const blockersShown = 10;

/** The last words of a run. `reportFolder` is where report.html lies, when there is one. */
export function migrationLines(report: MigrationReport, reportFolder: string | undefined): readonly string[] {
  const partial = report.outcome === 'verified with quarantine' && unreadTables(report).length > 0;
  return [
    '',
    partial ? partialVerdict : migrationVerdict[report.outcome],
    ...detail(report, reportFolder),
    '',
    ...closing(report, reportFolder),
  ];
}

function detail(report: MigrationReport, reportFolder: string | undefined): readonly string[] {
  switch (report.outcome) {
    case 'verified':
    case 'verified with quarantine':
      return [...tableLines(report.tables), ...namedIndexLines(report.namedIndexes)];
    case 'dry run':
      return [...findingLines(report.findings)];
    case 'refused':
      return [
        ...errorLines(report.error, ' '),
        ...findingLines(blockers(report), reportFolder === undefined ? undefined : blockersShown),
      ];
    case 'failed':
    case 'cancelled':
    case 'unknown':
      return [...errorLines(report.error, ' '), ...mismatchLines(report.mismatches)];
  }
}

function unreadTables({ notCarried }: MigrationReport): string[] {
  return notCarried.filter(({ kind }) => kind === 'unreadable table').map(({ name }) => name);
}

function blockers(report: MigrationReport): MigrationReport['findings'] {
  return report.findings.filter(({ severity }) => severity === 'blocker');
}

function closing(report: MigrationReport, reportFolder: string | undefined): readonly string[] {
  const total = report.phases.reduce((sum, phase) => sum + phase.ms, 0);
  const longest = [...report.phases].sort((a, b) => b.ms - a.ms).slice(0, 3);
  const phases = longest.map(({ name, ms }) => `${name} ${duration(ms)}`).join(', ');
  const left = report.notCarried.length;
  const unread = unreadTables(report).map((name) => `table ${printable(name)}`);
  const toRun = report.findings.filter(({ sql }) => sql !== undefined).length;
  const facts: (readonly [string, string])[] = [
    ['Target', printable(report.target)],
    ...(unread.length > 0 ? [['Not moved', `${unread.join(', ')}: can\u2019t be read here`] as const] : []),
    ...(report.indexes.length > 0
      ? [['Indexes', counted(report.indexes.length, 'index', 'indexes')] as const]
      : []),
    ...(left > 0 && reportFolder !== undefined
      ? [['Left behind', `${counted(left, 'part')} of the file, with the reasons in the report`] as const]
      : []),
    ...(toRun > 0 && reportFolder !== undefined
      ? [['Left to do', `${counted(toRun, 'thing')} on the server, with the SQL in the report`] as const]
      : []),
    ...(total > 0 ? [['Time', `${bold(duration(total))}  ${dim(`(${phases})`)}`] as const] : []),
    ...(reportFolder === undefined
      ? []
      : [['Report', bold(printable(join(reportFolder, 'report.html')))] as const]),
  ];
  return alignedLines(
    facts.map(([name, value]) => [`  ${dim(name)}`, value]),
    ['left', 'left'],
  );
}
