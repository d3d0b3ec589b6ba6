import type pg from 'pg';
import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import { type Attached, readAttached } from './attached.ts';
import { sameNamedRelations } from './relations.ts';

/** What `replace` takes from the tables in a schema without a word of the server's, each with what to do about it. */
export async function leftAside(client: pg.Client, schema: string, plan: Plan): Promise<Finding[]> {
  const names = (await sameNamedRelations(client, schema, plan)).map(({ name }) => name);
  if (names.length === 0) return [];
  return (await readAttached(client, schema, names)).map((attached) => ({
    code: `${attached.kind.replaceAll(' ', '-')}-left-aside`,
    severity: 'warning',
    ...(attached.on.length === 1 && attached.on[0] !== undefined ? { table: attached.on[0] } : {}),
    count: 1,
    samples: [],
    resolutions: [],
    facts: { kind: attached.kind, name: attached.name, on: [...attached.on] },
    sentence: `${sentenceOf(attached)} ${
      attached.sql === undefined
        ? 'Once the run is over, define it anew.'
        : 'Once the run is over, the SQL given here puts that right.'
    }`,
    ...(attached.sql === undefined ? {} : { sql: attached.sql }),
  }));
}

function sentenceOf({ kind, name, on }: Attached): string {
  const old = `the old ${on.join(', ')}, which --mode replace sets aside`;
  switch (kind) {
    case 'view':
    case 'materialized view':
      return `The ${kind} ${name} goes on reading ${old}.`;
    case 'foreign key':
      return `The foreign key ${name} goes on referring to ${old}.`;
    case 'function':
      return `The function ${name} goes on using ${old}.`;
    case 'dependant':
      return `The ${name} goes on belonging to ${old}.`;
    case 'trigger':
    case 'policy':
      return `The ${kind} ${name} stays with the old table, which --mode replace sets aside; the new one doesn\u2019t have it.`;
    case 'rule':
      return `The rule ${name} stays with ${old}.`;
    case 'publication':
      return `The publication ${name} goes on publishing ${old}, and doesn\u2019t publish the new one.`;
    case 'row security':
      return `The old ${on.join()} shows each user certain rows only; the new one doesn\u2019t, and until it does nobody is granted what they could do with the old one.`;
    case 'owner':
      return `The old ${on.join()} belongs to ${name}; this user can\u2019t give the new one to that role, which is granted what it could do instead.`;
  }
}
