import type { Source, SourceColumn, SourceTable } from '../../../shared/source.ts';
import { bold, dim } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { bytes, counted } from './units.ts';

/** What a file holds: the file, its tables with their columns, and everything else. */
export function sourceLines(source: Source): readonly string[] {
  const { file, tables, objects } = source;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const others = alignedLines(
    objects.map(({ kind, name, table, module }) => [
      `  ${kind}`,
      printable(name),
      dim(
        [table === undefined ? '' : `on ${printable(table)}`, moduleWords(module)].filter(Boolean).join(', '),
      ),
    ]),
    ['left', 'left', 'left'],
  );
  return [
    bold(printable(file.path)),
    `  ${bytes(file.bytes)}, ${counted(file.pageCount, 'page')} of ${file.pageSize} bytes, ${file.encoding}, journal mode ${file.journalMode}`,
    dim(`  SHA-256 ${file.sha256}`),
    `  ${counted(tables.length, 'table')}, ${counted(rows, 'row')}`,
    ...tables.flatMap(tableLines),
    ...(others.length === 0 ? [] : ['', bold('Besides'), ...others]),
  ];
}

function tableLines(table: SourceTable): readonly string[] {
  const traits = [
    counted(table.rows, 'row'),
    table.kind === 'virtual' ? 'virtual' : '',
    table.strict ? 'STRICT' : '',
    table.withoutRowid ? 'WITHOUT ROWID' : '',
  ].filter(Boolean);
  const columns = alignedLines(
    table.columns.map((column) => [
      `  ${printable(column.name)}`,
      column.declaredType === '' ? dim('no type') : printable(column.declaredType),
      dim(columnTraits(table, column)),
    ]),
    ['left', 'left', 'left'],
  );
  const indexes = table.indexes.map(({ name, unique, parts, where }) => {
    const of = parts.map((part) => (part.of.kind === 'column' ? part.of.name : `(${part.of.sql})`));
    const condition = where === undefined ? '' : ` where ${where}`;
    return dim(`  ${unique ? 'unique ' : ''}index ${printable(`${name} (${of.join(', ')})${condition}`)}`);
  });
  const checks = table.checks.map(({ sql }) => dim(`  check ${printable(sql)}`));
  return ['', `${bold(printable(table.name))}  ${dim(traits.join(', '))}`, ...columns, ...indexes, ...checks];
}

function columnTraits(table: SourceTable, column: SourceColumn): string {
  const references = table.foreignKeys
    .filter((key) => key.columns.includes(column.name))
    .map((key) => `→ ${printable(key.parentTable)}${key.parentExists ? '' : ' (no such table)'}`);
  return [
    table.primaryKey?.columns.includes(column.name) === true ? 'key' : '',
    column.notNull ? 'not null' : '',
    column.default === undefined ? '' : `default ${printable(column.default)}`,
    column.generated === undefined ? '' : `generated ${printable(column.generated.sql)}`,
    column.collation === undefined ? '' : column.collation,
    ...references,
  ]
    .filter(Boolean)
    .join(', ');
}

function moduleWords(module: Source['objects'][number]['module']): string {
  if (module === undefined) return '';
  return `module ${printable(module.name)}${module.loaded ? '' : ', which this SQLite lacks'}`;
}
