import type {
  PlannedColumn,
  PlannedForeignKey,
  PlannedIndex,
  PlannedTable,
  TargetType,
} from '../../../shared/plan.ts';
import { serverName } from './catalog.ts';

/** The plan's column in the words in which the catalog's is described. */
export function expectedColumn(column: PlannedColumn, inKey: boolean): string {
  return [
    typeText(column.type),
    ...(column.notNull || inKey || column.identity !== undefined ? ['not null'] : []),
    ...(column.default === undefined ? [] : ['default']),
    ...(column.generated === undefined ? [] : ['generated']),
    ...(column.identity === undefined ? [] : ['identity']),
  ].join(', ');
}

/** As format_type says it. */
function typeText(type: TargetType): string {
  switch (type.name) {
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'varchar':
      return `character varying(${type.length})`;
    case 'time':
    case 'timestamp':
      return `${type.name} without time zone`;
    case 'timestamptz':
      return 'timestamp with time zone';
    default:
      return type.name;
  }
}

/** The plan's keys, uniques, checks and foreign keys in the same words. */
export function expectedConstraints(table: PlannedTable): { name: string; text: string }[] {
  const { primaryKey, uniques, checks, foreignKeys } = table;
  return [
    ...(primaryKey === undefined
      ? []
      : [{ name: primaryKey.name, text: `primary key (${list(primaryKey.columns)})` }]),
    ...uniques.map(({ name, columns }) => ({ name, text: `unique (${list(columns)})` })),
    ...checks.map(({ name }) => ({ name, text: 'check' })),
    ...foreignKeys.map((key) => ({ name: key.name, text: foreignKeyText(key) })),
  ];
}

function foreignKeyText(key: PlannedForeignKey): string {
  const parent = `${serverName(key.parentTable)} (${list(key.parentColumns)})`;
  const actions = `on update ${key.onUpdate.toLowerCase()}, on delete ${key.onDelete.toLowerCase()}`;
  const deferral = key.deferrable ? `, deferrable${key.initiallyDeferred ? ', initially deferred' : ''}` : '';
  return `foreign key (${list(key.columns)}) to ${parent}, ${actions}${deferral}`;
}

function list(names: readonly string[]): string {
  return names.map(serverName).join(', ');
}

const quotedColumn = /^"((?:[^"]|"")+)"/;
const descending = /\bDESC(?:\s+NULLS\s+(?:FIRST|LAST))?$/i;

/** The plan's index in the same words; its expressions are not compared. */
export function expectedIndex(index: PlannedIndex): string {
  const parts = index.parts.map((part) => {
    const name = quotedColumn.exec(part)?.[1];
    const of = name === undefined ? 'an expression' : serverName(name.replaceAll('""', '"'));
    return `${of}${descending.test(part) ? ' desc' : ''}`;
  });
  const unique = index.unique ? 'unique ' : '';
  return `${unique}index (${parts.join(', ')})${index.where === undefined ? '' : ', partial'}`;
}
