import type { Facts } from '../../../shared/facts.ts';
import type { Finding, NotCarried } from '../../../shared/finding.ts';

/** What can't be carried, as findings; of tables that can't be read preflight has one already. */
export function findingsOf(notCarried: readonly NotCarried[]): Finding[] {
  const rest = notCarried.filter(({ kind }) => kind !== 'unreadable table');
  return rest.map(({ kind, name, table, reason, code, facts }) => ({
    code: `${kind.replaceAll(' ', '-')}-not-carried`,
    severity: 'warning',
    ...(table === undefined ? {} : { table }),
    ...columnOf(kind, name, facts),
    count: 1,
    samples: [],
    resolutions: [],
    facts: { ...facts, kind, name, reason, ...(code === undefined ? {} : { why: code }) },
    sentence: `The ${kind} ${name} can\u2019t be carried to PostgreSQL: ${reason}`,
  }));
}

/** The column to which something belongs by its kind, or is lost by. */
function columnOf(kind: NotCarried['kind'], name: string, facts: Facts | undefined): Pick<Finding, 'column'> {
  if (kind === 'default' || kind === 'generated column' || kind === 'not null') return { column: name };
  const column = facts?.['column'];
  return typeof column === 'string' ? { column } : {};
}
