import type { PlannedTable } from '../../../shared/plan.ts';
import { NameRegistry } from '../values/names.ts';

/** The names that a table's constraints have already; another needs its own, whatever its kind. */
export function constraintNames({
  primaryKey,
  uniques,
  checks,
}: Pick<PlannedTable, 'uniques' | 'checks'> & { primaryKey?: PlannedTable['primaryKey'] }): NameRegistry {
  const names = new NameRegistry();
  for (const { name } of [...(primaryKey ? [primaryKey] : []), ...uniques, ...checks]) names.reserve(name);
  return names;
}
