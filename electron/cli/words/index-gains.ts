import type { AdvisedIndex, IndexAdvice } from '../../../shared/index-advice.ts';
import type { IndexEffect, IndexEffects } from '../../../shared/index-effect.ts';
import { createConcurrentlySql } from '../../core/indexes/change-index.ts';
import { millisecondsWords } from '../../core/report/load-words.ts';
import { bold, care, dim, good } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { fit } from '../terminal/text-width.ts';
import { wrap } from '../terminal/wrap.ts';
import { statisticsDenied } from './statistics-denied.ts';
import { bytes, count, counted, duration } from './units.ts';

/** What each of the four brings. */
export function effectLines({ effects, leftover }: IndexEffects): readonly string[] {
  const rows = effects.map(({ name, screen, found }) => [`  ${name}`, ...foundWords(found), dim(screen)]);
  const plans = effects.flatMap(({ name, found }) =>
    found.kind === 'measured'
      ? [
          `${name}: ${accessOf(found.planWithout.steps)} without it, ${accessOf(found.planWith.steps)} with it`,
        ]
      : [],
  );
  const denied = effects.flatMap(({ found }) => (found.kind === 'not possible' ? found.grants : []));
  return [
    '',
    bold('What the indexes of the old system bring'),
    ...alignedLines(rows, ['left', 'left', 'left', 'left']),
    ...plans.flatMap((line) => wrap(dim(`  ${printable(line)}`), '    ')),
    ...[...new Set(denied)].flatMap((grant) => wrap(`  ${care('!')} ${printable(grant)}`, '    ')),
    ...leftoverLines(leftover),
  ];
}

function foundWords(found: IndexEffect['found']): readonly [verdict: string, numbers: string] {
  switch (found.kind) {
    case 'measured': {
      const numbers = `${millisecondsWords(found.without.median)} without, ${millisecondsWords(found.with.median)} with`;
      const times = found.without.median / Math.max(found.with.median, 0.001);
      if (found.verdict === 'faster') return [good(`${rough(times)} times as fast`), numbers];
      if (found.verdict === 'slower') return [care(`${rough(1 / times)} times as slow`), numbers];
      return ['no difference to vouch for', numbers];
    }
    case 'planned':
      return [
        `planned ${rough(found.costWithout / Math.max(found.costWith, 0.001))} times as cheap`,
        'by hypopg; not run',
      ];
    case 'does not apply':
      return [dim('does not apply'), dim(`missing: ${printable(found.missing)}`)];
    case 'no rows':
      return [dim('not measured'), dim('there are no rows')];
    case 'not possible':
      return [care('not measured'), 'this role may make no copy; it lacks:'];
  }
}

/** The step that reads a table, by which a plan is known. */
function accessOf(plan: readonly { kind: string; index?: string | undefined }[]): string {
  const scan =
    plan.find(({ index }) => index !== undefined) ?? plan.find(({ kind }) => kind.includes('Scan'));
  return scan === undefined ? '' : [scan.kind, scan.index].filter(Boolean).join(' by ');
}

/** Which indexes would help, with the SQL for each. */
export function adviceLines(advice: IndexAdvice, schema: string): readonly string[] {
  if (advice.kind === 'no statistics') return ['', ...wrap(`${care('!')} ${absentWords[advice.why]}`, '  ')];
  if (advice.kind === 'denied') return ['', ...wrap(`${care('!')} ${statisticsDenied(advice.grants)}`, '  ')];
  const { advised, queries, unreadable, tried, how, leftover } = advice;
  const asked = how === 'hypopg' ? 'as if they were there, by hypopg' : 'on a copy of the tables';
  return [
    '',
    adviceHead(queries, advised.length),
    dim(`  ${counted(queries, 'query', 'queries')} looked at, ${counted(tried, 'candidate')} tried ${asked}`),
    ...(unreadable > 0
      ? [dim(`  ${counted(unreadable, 'query', 'queries')} could not be read without the constants`)]
      : []),
    ...advised.flatMap((one) => advisedLines(one, schema)),
    ...leftoverLines(leftover),
  ];
}

function adviceHead(queries: number, advised: number): string {
  if (queries === 0) return `${care('!')} The server has counted no query yet that looks into these tables.`;
  return advised === 0
    ? `${good('✓')} No index is worth adding for what the server has counted.`
    : bold(`${counted(advised, 'index', 'indexes')} would help`);
}

const absentWords: Readonly<Record<Extract<IndexAdvice, { kind: 'no statistics' }>['why'], string>> = {
  'not installed':
    'The server does not count queries: have the package postgresql-contrib installed, with pg_stat_statements in it.',
  'not created':
    'The server does not count queries yet: have a superuser run CREATE EXTENSION pg_stat_statements in this database.',
  'not loaded':
    'The server does not count queries: have pg_stat_statements added to shared_preload_libraries and the server restarted.',
};

const queryCells = 90;

function advisedLines(
  { index, savedMs, writeMs, rowsWritten, bytes: size, queries }: AdvisedIndex,
  schema: string,
): string[] {
  return [
    '',
    `  ${bold(printable(`${createConcurrentlySql(index, schema)};`))}`,
    `    saves about ${duration(savedMs)}, takes ${bytes(size)} and about ${duration(writeMs)} for ${counted(rowsWritten, 'row')} written`,
    ...queries.slice(0, 3).map(({ sql, calls, costWithout, costWith }) => {
      const text = fit(printable(sql.replaceAll(/\s+/g, ' ').trim()), queryCells);
      return dim(
        `    ${counted(calls, 'call')}, cost ${count(Math.round(costWithout))} → ${count(Math.round(costWith))}: ${text}`,
      );
    }),
  ];
}

function leftoverLines(leftover: readonly string[]): readonly string[] {
  if (leftover.length === 0) return [];
  const names = leftover.map(printable).join(', ');
  return wrap(`${care('!')} The copy in ${names} could not be removed; the next measurement does it.`, '  ');
}

/** To two digits. */
function rough(times: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(times);
}
