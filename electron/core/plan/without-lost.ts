import type { NotCarried } from '../../../shared/finding.ts';
import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import { hasKey, referenceSql } from './build-foreign-keys.ts';

/**
 * The plan without the keys and indexes that the content didn't allow, and without the references that stood on
 * such a key; all of them listed.
 */
export function withoutLost(plan: Plan, lost: readonly NotCarried[]): Plan {
  if (lost.length === 0) return plan;
  const isLost = (table: string, name: string) =>
    lost.some((one) => one.table === table && one.name === name);
  const tables = plan.tables.map(({ primaryKey, ...table }): PlannedTable => {
    const kept = <Part extends { name: string }>(parts: readonly Part[]) =>
      parts.filter(({ name }) => !isLost(table.name, name));
    const [key] = kept(primaryKey ? [primaryKey] : []);
    return {
      ...table,
      ...(key ? { primaryKey: key } : {}),
      uniques: kept(table.uniques),
      indexes: kept(table.indexes),
    };
  });
  const byName = new Map(tables.map((table) => [table.name, table]));
  const stands = ({ parentTable, parentColumns }: PlannedTable['foreignKeys'][number]) => {
    const parent = byName.get(parentTable);
    return parent !== undefined && hasKey(parent, parentColumns);
  };
  const references = tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys
      .filter((key) => !stands(key))
      .map(
        (key): NotCarried => ({
          kind: 'foreign key',
          name: key.name,
          table: name,
          sql: referenceSql(key),
          reason: `The key of ${key.parentTable} that it refers to can\u2019t be carried.`,
          code: 'key not carried',
          facts: { parent: key.parentTable },
        }),
      ),
  );
  const referring = tables.map((table) => ({ ...table, foreignKeys: table.foreignKeys.filter(stands) }));
  return { ...plan, tables: referring, notCarried: [...plan.notCarried, ...lost, ...references] };
}
