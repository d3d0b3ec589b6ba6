import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import { uniqueKeys } from '../values/unique-keys.ts';

/**
 * The plan with every `stop` answered, so that nothing stops the run and nothing is lost: rows go to quarantine,
 * and values for which preflight recommends it are replaced by NULL, the originals kept in quarantine too.
 */
export function quarantineBadRows(plan: Plan, findings: readonly Finding[]): Plan {
  return {
    ...plan,
    tables: plan.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        badValues:
          column.badValues === 'stop' ? recommended(findings, table.name, column.name) : column.badValues,
      })),
      ...(table.primaryKey ? { primaryKey: { ...table.primaryKey, badKeys: 'quarantine' as const } } : {}),
      uniques: table.uniques.map((key) => ({ ...key, badKeys: 'quarantine' as const })),
      indexes: table.indexes.map(({ key, ...index }) => ({
        ...index,
        ...(key ? { key: { ...key, badKeys: 'quarantine' as const } } : {}),
      })),
      foreignKeys: table.foreignKeys.map((key) => ({
        ...key,
        orphans: key.orphans === 'stop' ? 'quarantine' : key.orphans,
      })),
    })),
  };
}

/** One answer for a column: NULL only where that is recommended for everything that is bad in it. */
function recommended(findings: readonly Finding[], table: string, column: string): 'quarantine' | 'set null' {
  const own = findings.filter(
    (finding) =>
      finding.severity === 'blocker' &&
      finding.table === table &&
      finding.column === column &&
      finding.code !== 'orphan',
  );
  return own.length > 0 && own.every((finding) => finding.recommended === 'set null')
    ? 'set null'
    : 'quarantine';
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
      return uniqueKeys(table)
        .filter(({ columns }) => columns.join(', ') === finding.column)
        .every(({ badKeys }) => badKeys !== 'stop');
    default:
      return table.columns.some(({ name, badValues }) => name === finding.column && badValues !== 'stop');
  }
}
