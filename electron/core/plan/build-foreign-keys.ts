import type { NotCarried } from '../../../shared/finding.ts';
import type { Plan, PlannedColumn, PlannedForeignKey, PlannedTable } from '../../../shared/plan.ts';
import type { Source, SourceForeignKey } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import { constraintNames } from './constraint-names.ts';

/** The tables with their foreign keys, and the keys that PostgreSQL could not hold. */
export function buildForeignKeys(
  source: Source,
  tables: readonly PlannedTable[],
): { tables: PlannedTable[]; notCarried: NotCarried[] } {
  const planned = new Map(tables.map((table) => [table.name, table]));
  const notCarried: NotCarried[] = [];
  const keyed = tables.map((table) => {
    const keys = source.tables.find(({ name }) => name === table.name)?.foreignKeys ?? [];
    const names = constraintNames(table);
    const foreignKeys = keys.flatMap((key): PlannedForeignKey[] => {
      const own = key.name !== undefined && names.reserve(key.name) ? key.name : undefined;
      const name =
        own ??
        names.claim(
          key.name ?? `${table.name}_${key.columns.join('_')}`,
          key.name === undefined ? '_fkey' : '',
        );
      const why = obstacle(key, table, planned.get(key.parentTable));
      if (why === undefined) {
        const { columns, parentTable, parentColumns, onUpdate, onDelete, deferrable, initiallyDeferred } =
          key;
        return [
          {
            name,
            columns,
            parentTable,
            parentColumns,
            onUpdate,
            onDelete,
            deferrable,
            initiallyDeferred,
            orphans: 'stop',
          },
        ];
      }
      notCarried.push({ kind: 'foreign key', name, table: table.name, sql: referenceSql(key), ...why });
      return [];
    });
    return { ...table, foreignKeys };
  });
  return { tables: keyed, notCarried };
}

/** The source's foreign keys that an edited plan neither builds nor lists: left out on purpose, so they are listed. */
export function droppedForeignKeys(source: Source, plan: Plan): NotCarried[] {
  return plan.tables.flatMap(({ name: table, foreignKeys }) => {
    const keys = source.tables.find(({ name }) => name === table)?.foreignKeys ?? [];
    return keys.flatMap((key): NotCarried[] => {
      const sql = referenceSql(key);
      const built = foreignKeys.some(({ columns }) => columns.join('\n') === key.columns.join('\n'));
      const listed = plan.notCarried.some((entry) => entry.table === table && entry.sql === sql);
      const name = key.name ?? `${table}_${key.columns.join('_')}_fkey`;
      return built || listed
        ? []
        : [
            {
              kind: 'foreign key',
              name,
              table,
              sql,
              reason: 'The plan leaves it out.',
              code: 'left out of the plan',
            },
          ];
    });
  });
}

type Why = Pick<NotCarried, 'reason' | 'code' | 'facts'>;

function obstacle(
  key: SourceForeignKey,
  child: PlannedTable,
  parent: PlannedTable | undefined,
): Why | undefined {
  const facts = { parent: key.parentTable };
  if (!parent) {
    return { reason: `There is no table ${key.parentTable} to refer to.`, code: 'parent missing', facts };
  }
  if (key.parentColumns.length !== key.columns.length)
    return { reason: `${key.parentTable} has no key of that many columns.`, code: 'columns differ', facts };
  if (!hasKey(parent, key.parentColumns))
    return {
      reason: `${key.parentTable} (${key.parentColumns.join(', ')}) isn\u2019t unique, and PostgreSQL refers to unique keys only.`,
      code: 'parent not unique',
      facts,
    };
  for (const [position, name] of key.columns.entries()) {
    const own = columnOf(child, name);
    const other = columnOf(parent, key.parentColumns[position]);
    if (own && other && family(own) !== family(other)) {
      return {
        reason: `${child.name}.${name} is ${own.type.name} and ${parent.name}.${other.name} is ${other.type.name}; PostgreSQL can\u2019t compare them.`,
        code: 'types differ',
        facts: {
          ...facts,
          column: name,
          type: own.type.name,
          parentColumn: other.name,
          parentType: other.type.name,
        },
      };
    }
  }
  return undefined;
}

/** Whether columns are together a key that others can refer to, in whatever order. */
export function hasKey({ primaryKey, uniques }: PlannedTable, wanted: readonly string[]): boolean {
  return [...(primaryKey ? [primaryKey] : []), ...uniques].some(({ columns }) => sameSet(columns, wanted));
}

function columnOf(table: PlannedTable, name: string | undefined): PlannedColumn | undefined {
  return table.columns.find((column) => column.name === name);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && new Set([...one, ...other]).size === one.length;
}

/** Types that PostgreSQL compares with each other through an index. */
function family({ type }: PlannedColumn): string {
  if (['smallint', 'integer', 'bigint'].includes(type.name)) return 'whole number';
  if (['text', 'varchar'].includes(type.name)) return 'text';
  return type.name === 'decimal' ? 'numeric' : type.name;
}

/** As a CREATE TABLE writes it. */
export function referenceSql({
  columns,
  parentTable,
  parentColumns,
}: Pick<SourceForeignKey, 'columns' | 'parentTable' | 'parentColumns'>): string {
  const list = (names: readonly string[]) => names.map(quoteName).join(', ');
  const parent = parentColumns.length > 0 ? ` (${list(parentColumns)})` : '';
  return `FOREIGN KEY (${list(columns)}) REFERENCES ${quoteName(parentTable)}${parent}`;
}
