import type { Explanation } from './catalogue.ts';

/** What a plan asks for that can't be; `name` is the column or table that is meant besides the place. */
export const planFaults = {
  twice: () => 'it is there twice',
  'left out': () => 'the plan leaves this table out',
  'other columns': () => 'its columns are not those of the file',
  'several origins': () => 'it can have a default, be an identity or be computed, one of them',
  'identity not whole': () => 'an identity is a whole number and can\u2019t have another type',
  'column unknown': (name: string) => `there is no column ${name}`,
  'parent differs': (name: string) => `it doesn\u2019t match the columns of ${name}`,
  'null in required': () => 'it must have a value and can\u2019t be set null',
  'null in computed': () => 'the server computes it, so it can\u2019t be set null',
} as const;
export type PlanFault = keyof typeof planFaults;

/** Errors about a plan and its run. */
export const runErrors = {
  unexpected: (_: Record<never, never>): Explanation => ({
    what: 'Something happened that Rollcall did not expect.',
    todo: 'Nothing under the live names was changed; keep the detail below and report it.',
  }),
  cancelled: (_: Record<never, never>): Explanation => ({
    what: 'The run was cancelled.',
    todo: 'Nothing under the live names was changed; start again when you are ready.',
  }),
  'source-has-no-rows': ({ path }: { path: string }): Explanation => ({
    what: `${path} is a database, but there isn't a single row in it.`,
    todo: 'Make sure that it is the file your application uses; there is nothing to move.',
  }),
  'plan-for-another-file': ({ plan, file }: { plan: string; file: string }): Explanation => ({
    what: `The plan was made for ${plan} with other tables than those of ${file}.`,
    todo: 'Make a new plan for this file with the plan command.',
  }),
  'plan-impossible': ({
    where,
    fault,
    name = '',
  }: {
    where: string;
    fault: PlanFault;
    name?: string;
  }): Explanation => ({
    what: `The plan can't be carried out at ${where}: ${planFaults[fault](name)}.`,
    todo: 'Correct the plan there, or make a new one with the plan command.',
  }),
  'blockers-found': ({
    count,
    first,
    inSource,
  }: {
    count: number;
    first: string;
    /** The first is one that nothing but a change of the source helps. */
    inSource: boolean;
  }): Explanation => ({
    what: `${count === 1 ? 'One thing' : `${count} things`} in the file would not fit as ${count === 1 ? 'it is' : 'they are'}: ${first}`,
    todo: inSource
      ? 'No choice of Rollcall gets around this: change it in the source, then start again.'
      : 'Choose --bad-rows quarantine to put such rows aside, or answer each in a plan; what a plan can\u2019t answer has to be changed in the source.',
  }),
  'another-run': ({ where }: { where: string }): Explanation => ({
    what: `Another run of Rollcall is working on ${where}.`,
    todo: 'Wait until it has ended, then start again.',
  }),
  'value-not-assessed': ({
    table,
    column,
    reason,
  }: {
    table: string;
    column: string;
    reason: string;
  }): Explanation => ({
    what: `A value of ${table}.${column} can't be moved (${reason}), and nothing said so before.`,
    todo: 'Report this as a fault of Rollcall; nothing under the live names was changed.',
  }),
  'quarantine-row-lost': ({ table, key }: { table: string; key: string }): Explanation => ({
    what: `Row ${key} of ${table} should go to quarantine but can't be found in the snapshot.`,
    todo: 'Report this as a fault of Rollcall; nothing under the live names was changed.',
  }),
  'identity-behind': ({ table, column }: { table: string; column: string }): Explanation => ({
    what: `The next number for ${table}.${column} would be one that is taken.`,
    todo: 'Report this as a fault of Rollcall; nothing under the live names was changed.',
  }),
  'merge-impossible': ({ table, reason }: { table: string; reason: string }): Explanation => ({
    what: `The live table ${table} can't take the rows of the file: ${reason}.`,
    todo: 'Change the live table accordingly, or choose --mode replace, which sets it aside.',
  }),
  'merge-incomplete': ({ table, rows }: { table: string; rows: number }): Explanation => ({
    what: `After merging, ${rows === 1 ? '1 row of ' : `${rows} rows of `}${table} ${rows === 1 ? 'differs' : 'differ'} from the file.`,
    todo: 'Look for triggers or rules on the live table that change what is written; nothing was changed.',
  }),
  'rows-unaccounted': ({
    table,
    source,
    target,
    quarantined,
  }: {
    table: string;
    source: number;
    target: number;
    quarantined: number;
  }): Explanation => ({
    what: `Of ${source} rows of ${table}, ${target} arrived and ${quarantined} are in quarantine; that doesn't add up.`,
    todo: 'Report this as a fault of Rollcall; nothing under the live names was changed.',
  }),
  'verification-failed': ({ count, first }: { count: number; first: string }): Explanation => ({
    what: `Reading everything back found ${count} difference(s), the first in ${first}.`,
    todo: 'Nothing under the live names was changed; the report names each difference.',
  }),
  'outcome-unknown': ({ where, runId }: { where: string; runId: string }): Explanation => ({
    what: `The connection to ${where} broke off at the very moment of the switch, and no new one could be had to see whether the new tables are live.`,
    todo: `When the server answers again, look for run ${runId} in its table rollcall.run: if it is there, everything arrived; if not, nothing was changed, and you can start again.`,
  }),
  'ledger-unreadable': ({ runId }: { runId: string }): Explanation => ({
    what: `What the target remembers of run ${runId} was written by another version of Rollcall.`,
    todo: 'Use the version that made the run, or migrate anew with --mode replace.',
  }),
  'rows-refused': ({ count }: { count: number }): Explanation => ({
    what: `The server refused ${count === 1 ? 'a row' : `${count} rows`} that looked as if ${count === 1 ? 'it' : 'they'} would fit, against a CHECK for instance.`,
    todo: 'Choose --bad-rows quarantine to put such rows aside; nothing under the live names was changed.',
  }),
  'no-scenario-fits': ({ reason }: { reason: string }): Explanation => ({
    what: `None of the scenarios can be measured with these tables: ${reason}.`,
    todo: 'Name the database and the schema that the file was moved to; where the reason lies in a scenario of your own, correct it there.',
  }),
} as const;
