import type { Finding } from '../../../shared/finding.ts';
import type { Plan, PlannedTable } from '../../../shared/plan.ts';

/** The plan with every `stop` turned into `quarantine`: nothing stops the run, and nothing is lost. */
export function quarantineBadRows(plan: Plan): Plan {
  const lenient = <Choice extends string>(choice: Choice) => (choice === 'stop' ? 'quarantine' : choice);
  return {
    ...plan,
    tables: plan.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({ ...column, badValues: lenient(column.badValues) })),
      ...(table.primaryKey ? { primaryKey: { ...table.primaryKey, badKeys: 'quarantine' as const } } : {}),
      uniques: table.uniques.map((key) => ({ ...key, badKeys: 'quarantine' as const })),
      foreignKeys: table.foreignKeys.map((key) => ({ ...key, orphans: lenient(key.orphans) })),
    })),
  };
}

/** The blockers that a plan leaves unanswered. */
export function unansweredBlockers(findings: readonly Finding[], plan: Plan): Finding[] {
  return findings.filter((finding) => finding.severity === 'blocker' && !isAnswered(finding, plan));
}

function isAnswered(finding: Finding, plan: Plan): boolean {
  if (finding.resolutions.length === 0) return false;
  const table = plan.tables.find(({ name }) => name === finding.table);
  if (!table) return false;
  switch (finding.code) {
    case 'orphan':
      return table.foreignKeys
        .filter(({ columns }) => columns.join(', ') === finding.column)
        .every(({ orphans }) => orphans !== 'stop');
    case 'null-in-key':
    case 'duplicate-key':
      return keysOf(table)
        .filter(({ columns }) => columns.join(', ') === finding.column)
        .every(({ badKeys }) => badKeys !== 'stop');
    default:
      return table.columns.some(({ name, badValues }) => name === finding.column && badValues !== 'stop');
  }
}

function keysOf({ primaryKey, uniques }: PlannedTable) {
  return [...(primaryKey ? [primaryKey] : []), ...uniques];
}
