import { rollcallError } from '../../../shared/errors/index.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Source } from '../../../shared/source.ts';
import { schemaDigest } from '../source/read-source.ts';

/**
 * Makes sure that a given plan is one for this file and can be carried out.
 *
 * @throws RollcallError `plan-for-another-file` or `plan-impossible`
 */
export function assertPlanFits(plan: Plan, source: Source): void {
  if (plan.source.schemaSha256 !== schemaDigest(source)) {
    throw rollcallError('plan-for-another-file', { plan: plan.source.name, file: source.file.path });
  }
  for (const { name, columns, primaryKey, foreignKeys } of plan.tables) {
    const table = source.tables.find((candidate) => candidate.name === name);
    const known = new Set(table?.columns.map((column) => column.name));
    if (!table || columns.length !== known.size || columns.some((column) => !known.has(column.name))) {
      throw rollcallError('plan-impossible', {
        where: name,
        reason: 'its columns are not those of the file',
      });
    }
    const required = new Set([
      ...(primaryKey?.columns ?? []),
      ...columns.flatMap((column) => (column.notNull ? [column.name] : [])),
    ]);
    const nulled = [
      ...columns.flatMap((column) => (column.badValues === 'set null' ? [column.name] : [])),
      ...foreignKeys.flatMap((key) => (key.orphans === 'set null' ? key.columns : [])),
    ];
    const impossible = nulled.find((column) => required.has(column));
    if (impossible !== undefined) {
      throw rollcallError('plan-impossible', {
        where: `${name}.${impossible}`,
        reason: 'it must have a value and can\u2019t be set null',
      });
    }
  }
  const missing = source.tables.find((table) => !plan.tables.some(({ name }) => name === table.name));
  if (missing)
    throw rollcallError('plan-impossible', { where: missing.name, reason: 'the plan leaves this table out' });
}
