import type { Explanation } from './catalogue.ts';

/** Errors about indexes of a live database. */
export const indexErrors = {
  'schema-unknown': ({ schema }: { schema: string }): Explanation => ({
    what: `The database has no schema named ${schema}.`,
    todo: 'Check the spelling; most applications keep their tables in the schema public.',
  }),
  'index-unknown': ({ name, schema }: { name: string; schema: string }): Explanation => ({
    what: `Schema ${schema} has no index named ${name}.`,
    todo: 'Look at the list of indexes for its name; it may have been dropped meanwhile.',
  }),
  'index-table-unknown': ({ table, schema }: { table: string; schema: string }): Explanation => ({
    what: `Schema ${schema} has no table named ${table}, or not with these columns.`,
    todo: 'Read the list of indexes anew; the table may have been changed meanwhile.',
  }),
  'index-expression-unreadable': ({ expression }: { expression: string }): Explanation => ({
    what: `${expression} is not one expression that an index could hold.`,
    todo: 'Ask for advice anew, and create the index from that.',
  }),
  'index-name-taken': ({ name }: { name: string }): Explanation => ({
    what: `The name ${name} is taken already.`,
    todo: 'Drop or rename what bears it, then create the index again.',
  }),
  'index-of-constraint': ({ name, constraint }: { name: string; constraint: string }): Explanation => ({
    what: `The index ${name} is what the constraint ${constraint} is kept by, and goes only with it.`,
    todo: 'Leave it; to give the constraint up, have whoever looks after the database run ALTER TABLE … DROP CONSTRAINT.',
  }),
  'index-of-exclusion': ({ name }: { name: string }): Explanation => ({
    what: `The index ${name} belongs to an exclusion constraint, and PostgreSQL builds such an index anew only while nobody writes to the table.`,
    todo: 'Have whoever looks after the database run REINDEX INDEX at a quiet hour.',
  }),
  'index-of-partition': ({ name, parent }: { name: string; parent: string }): Explanation => ({
    what: `The index ${name} is one part of ${parent}, the index of a partitioned table.`,
    todo: 'It goes only with the whole, which Rollcall leaves to whoever looks after the database.',
  }),
  'index-needed': ({ name, by }: { name: string; by: string }): Explanation => ({
    what: `The index ${name} is needed by ${by}.`,
    todo: 'Leave it, or have whoever looks after the database give that up first.',
  }),
  'index-being-built': ({ name }: { name: string }): Explanation => ({
    what: `The index ${name} is being built by another session just now.`,
    todo: 'Wait until it is done, then look again.',
  }),
  'index-partitioned': ({ table }: { table: string }): Explanation => ({
    what: `The table ${table} is partitioned, and PostgreSQL changes the indexes of a whole partitioned table only while nobody else uses it.`,
    todo: 'Have whoever looks after the database do it, partition by partition.',
  }),
  'index-valid': ({ name }: { name: string }): Explanation => ({
    what: `The index ${name} is whole and in use, and not what a build has left.`,
    todo: 'Look at the list again; somebody may have finished it meanwhile.',
  }),
  'index-blocked': ({ table, minutes }: { table: string; minutes: number }): Explanation => ({
    what: `Another session kept the table ${table} for more than ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    todo: 'Look at the monitor for what is running there, and try again when it has ended.',
  }),
  'index-remainder-left': ({ name }: { name: string }): Explanation => ({
    what: `The work was stopped, but what it left of the index ${name} could not be removed yet, since other sessions use the table.`,
    todo: 'Drop it later: no query uses it, but every write pays for it.',
  }),
  'drop-not-confirmed': ({ name }: { name: string }): Explanation => ({
    what: `The index ${name} was not dropped: nobody said yes.`,
    todo: 'Add --yes to the command if it may go.',
  }),
  'scenario-without-rows': ({ name }: { name: string }): Explanation => ({
    what: `The tables have no rows from which values for ${name} could be drawn.`,
    todo: 'Move the school\u2019s data to this database first, or choose another schema.',
  }),
  'query-missing': (_: Record<never, never>): Explanation => ({
    what: 'There is no query to explain.',
    todo: 'Write or paste one SELECT.',
  }),
  'query-several': (_: Record<never, never>): Explanation => ({
    what: 'These are several statements, and one query is explained at a time.',
    todo: 'Leave one SELECT and take the others away.',
  }),
  'query-not-a-select': ({ found }: { found: string }): Explanation => ({
    what: `Only a SELECT that just reads is explained, since it is run; this one has ${found}.`,
    todo: 'Write the SELECT alone: without what changes, keeps or locks rows, and without EXPLAIN before it.',
  }),
  'query-acts': ({ function: name }: { function: string }): Explanation => ({
    what: `The query calls ${name}(), which may do something that can't be undone, so it was not run.`,
    todo: 'Leave the function out. One of your own that only reads can be declared STABLE; then it is run.',
  }),
  'query-syntax': ({ message }: { message: string }): Explanation => ({
    what: `PostgreSQL can't read the query: ${message}.`,
    todo: 'Correct it there; a query from the statistics may have lost what stood in place of a $1.',
  }),
  'query-values': ({ wanted, given }: { wanted: number; given: number }): Explanation => ({
    what: `The query has ${wanted === 1 ? '1 parameter' : `${wanted} parameters`}, and ${given === 1 ? '1 value was' : `${given} values were`} given.`,
    todo: 'Give one value for each of $1, $2 and so on, or none at all.',
  }),
  'query-refused': ({ message }: { message: string }): Explanation => ({
    what: `PostgreSQL refuses the query: ${message}.`,
    todo: 'Check the names of tables and columns, the values, and the schema; a query that changes something is not run here.',
  }),
  'query-too-slow': ({ seconds }: { seconds: number }): Explanation => ({
    what: `The query took more than ${seconds} seconds and was stopped.`,
    todo: 'Narrow it down, to one day or one class for instance; or take a value away, so that it is planned and not run.',
  }),
} as const;
