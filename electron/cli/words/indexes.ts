import type { BuildStep, IndexChanged, IndexChanges } from '../../../shared/index-change.ts';
import {
  type BareForeignKey,
  type DropWarning,
  hasNoTables,
  type IndexReport,
  type IndexVerdict,
  type LiveIndex,
  type NamedIndexState,
} from '../../../shared/indexes.ts';
import { bad, bold, care, dim, good } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import { bytes, count, counted, duration } from './units.ts';

/** What there is: the four first, then table by table, then what is missing. */
export function reportLines(report: IndexReport): readonly string[] {
  if (hasNoTables(report)) return noTablesLines(report);
  const { indexes, named, bareForeignKeys } = report;
  const tables = [...new Set(indexes.map(({ table }) => table))];
  return [
    ...headLines(report),
    ...namedLines(named, indexes),
    ...tables.flatMap((table) =>
      tableLines(
        table,
        indexes.filter((index) => index.table === table),
        report,
      ),
    ),
    ...foreignKeyLines(bareForeignKeys, report.schema),
  ];
}

function noTablesLines({ target, schema, schemas, server }: IndexReport): readonly string[] {
  const others = schemas.map(printable).join(', ');
  return [
    '',
    `${care('!')} There are no tables in ${printable(schema)}, and so no indexes.`,
    ...wrap(
      schemas.length === 0
        ? '  There are none in this database: move the file first, with rollcall migrate.'
        : `  Schemas that have tables: ${others}. Choose one with --schema.`,
      '  ',
    ),
    dim(`  ${printable(target)}, PostgreSQL ${printable(server)}`),
  ];
}

const elsewhere: Readonly<Record<NonNullable<IndexReport['alsoUsedBy']>, string>> = {
  standbys: 'Standbys follow this server; what their queries use is counted there, and not here.',
  primary: 'This server is a standby; what queries use on the primary is counted there, and not here.',
};

function headLines(report: IndexReport): readonly string[] {
  const { target, schema, server, countedSince, alsoUsedBy, indexes } = report;
  const since = countedSince === undefined ? 'since the database was made' : `since ${day(countedSince)}`;
  // Parts of a partitioned table's indexes are counted with the whole.
  const size = indexes.reduce((sum, { drop, bytes }) => sum + (drop.kind === 'partition' ? 0 : bytes), 0);
  return [
    '',
    `${bold(counted(indexes.length, 'index', 'indexes'))} of ${printable(schema)}, ${bytes(size)}`,
    dim(`  ${printable(target)}, PostgreSQL ${printable(server)}; uses are counted ${since}`),
    ...(alsoUsedBy === undefined ? [] : wrap(`  ${care('!')} ${elsewhere[alsoUsedBy]}`, '    ')),
  ];
}

function namedLines(named: readonly NamedIndexState[], indexes: readonly LiveIndex[]): readonly string[] {
  const rows = named.map(({ name, state, screen }) => {
    const index = indexes.find((candidate) => candidate.name === name);
    const size = state.kind === 'there' && index ? bytes(index.bytes) : '';
    return [`  ${stateSign(state)} ${name}`, stateWords(state), size, dim(screen)];
  });
  return ['', bold('Indexes of the old system'), ...alignedLines(rows, ['left', 'left', 'right', 'left'])];
}

function stateSign({ kind }: NamedIndexState['state']): string {
  switch (kind) {
    case 'there':
    case 'served':
      return good('✓');
    case 'does not apply':
    case 'being built':
      return dim('·');
    case 'missing':
    case 'invalid':
    case 'name taken':
      return bad('✗');
  }
}

function stateWords(state: NamedIndexState['state']): string {
  switch (state.kind) {
    case 'there':
      return 'there';
    case 'served':
      return `served by ${printable(state.by)}`;
    case 'missing':
      return 'missing; --create makes it';
    case 'invalid':
      return 'broken; --create makes it whole';
    case 'being built':
      return 'being built just now';
    case 'does not apply':
      return `does not apply: no ${printable(state.missing)}`;
    case 'name taken':
      return `the name is taken by an index over ${printable(state.over)}`;
  }
}

function tableLines(
  table: string,
  indexes: readonly LiveIndex[],
  { tellsLastScan }: IndexReport,
): readonly string[] {
  const rows = indexes.map((index) => [
    `  ${printable(index.name)}`,
    printable(definitionWords(index)),
    bytes(index.bytes),
    index.scans === 0 ? dim('never used') : counted(index.scans, 'use'),
    index.scans === 0 ? '' : dim(tupleWords(index)),
    tellsLastScan && index.lastScan !== undefined ? dim(`last ${day(index.lastScan)}`) : '',
    index.verdicts.map((verdict) => verdictWords(verdict, index)).join('; '),
  ]);
  return [
    '',
    bold(printable(table)),
    ...alignedLines(rows, ['left', 'left', 'right', 'right', 'left', 'left', 'left']),
  ];
}

function tupleWords({ tuplesRead, tuplesFetched }: LiveIndex): string {
  return `${counted(tuplesRead, 'entry', 'entries')} read, ${counted(tuplesFetched, 'row')} fetched`;
}

function definitionWords({ unique, constraint, method, parts, included, where }: LiveIndex): string {
  const kind = constraint?.kind ?? (unique ? 'unique' : '');
  return [
    kind,
    method === 'btree' ? '' : method,
    `(${parts.join(', ')})`,
    included.length === 0 ? '' : `with ${included.join(', ')}`,
    where === undefined ? '' : `where ${where}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function verdictWords(verdict: IndexVerdict, { bloat }: LiveIndex): string {
  switch (verdict.kind) {
    case 'invalid':
      return bad('broken: no query uses it, and writes may pay for it');
    case 'being built':
      return dim('being built just now');
    case 'duplicate':
      return care(`the same as ${printable(verdict.of)}`);
    case 'covered':
      return care(`${printable(verdict.by)} does all that it does`);
    case 'unused':
      return unusedWords(verdict.keptFor);
    case 'bloated': {
      const share = Math.round((bloat?.share ?? 0) * 100);
      return care(`${share} % of it is not needed (${bloat?.how ?? 'estimated'}); --rebuild gives that back`);
    }
  }
}

function unusedWords(keptFor: Extract<IndexVerdict, { kind: 'unused' }>['keptFor']): string {
  switch (keptFor?.kind) {
    case undefined:
      return care('no query has used it');
    case 'foreign key':
      return dim(`no query has used it; deletes may, for ${printable(keptFor.name)}`);
    case 'screen':
      return dim(`no query has used it yet; it is for the ${keptFor.screen.toLowerCase()}`);
  }
}

function foreignKeyLines(keys: readonly BareForeignKey[], schema: string): readonly string[] {
  if (keys.length === 0) return [];
  const rows = keys.map(({ table, columns, parent, rows: size }) => [
    `  ${printable(table)} (${printable(columns.join(', '))})`,
    `→ ${printable(parent)}`,
    size === undefined ? '' : dim(counted(size, 'row')),
  ]);
  return [
    '',
    bold(`Foreign keys without an index in ${printable(schema)}`),
    ...alignedLines(rows, ['left', 'left', 'right']),
    ...wrap(dim('  Deleting a row of the parent reads the whole table for each of them.'), '  '),
  ];
}

/** What would be missed, said before anybody agrees. */
export function dropLines(index: LiveIndex): readonly string[] {
  const warnings = index.drop.kind === 'possible' ? index.drop.warnings : [];
  return [
    '',
    `${bold(printable(index.name))}  ${printable(definitionWords(index))}, ${bytes(index.bytes)}`,
    ...warnings.flatMap((warning) => wrap(`  ${care('!')} ${warningWords(warning)}`, '    ')),
    ...(warnings.length === 0 ? [`  ${good('✓')} Nothing would be missed.`] : []),
    '',
  ];
}

function warningWords(warning: DropWarning): string {
  switch (warning.kind) {
    case 'enforces uniqueness':
      return 'It keeps doubles out; without it they could come in.';
    case 'serves screen':
      return `The ${warning.screen.toLowerCase()} would be slow: it is what ${warning.index} is for.`;
    case 'serves foreign key':
      return `Deleting a row of ${printable(warning.parent)} would read the whole table, for ${printable(warning.key)}.`;
    case 'in use': {
      const last = warning.lastScan === undefined ? '' : `, the last time ${day(warning.lastScan)}`;
      return `Queries have used it ${count(warning.scans)} ${warning.scans === 1 ? 'time' : 'times'}${last}.`;
    }
    case 'orders the table':
      return 'CLUSTER orders the table by it.';
  }
}

export function stepWords({ phase, waitsFor }: BuildStep): string {
  return waitsFor === undefined ? phase : `${phase} (process ${waitsFor})`;
}

export function changedLines({ changes }: IndexChanges, { named }: IndexReport): readonly string[] {
  if (changes.length === 0) {
    const taken = named.filter(({ state }) => state.kind === 'name taken').map(({ name }) => name);
    return taken.length === 0
      ? [`${good('✓')} Nothing to create: what applies of the four indexes is there.`]
      : [`${care('!')} Nothing was created: the name of ${taken.join(', ')} is taken by another index.`];
  }
  return changes.map((changed) => `${good('✓')} ${changeWords(changed)}  ${dim(duration(changed.ms))}`);
}

function changeWords({ change, bytes: size }: IndexChanged): string {
  const now = size === undefined ? '' : `, ${bytes(size)}`;
  switch (change.kind) {
    case 'create':
      return `created ${printable(change.index.name)}${now}`;
    case 'rebuild':
      return `rebuilt ${printable(change.name)}${now}`;
    case 'drop':
      return `dropped ${printable(change.name)}`;
    case 'clean up':
      return `dropped ${printable(change.name)}, which a broken build had left`;
  }
}

function day(moment: string): string {
  return moment.slice(0, 10);
}
