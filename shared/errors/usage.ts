import type { Explanation } from './catalogue.ts';

/** Errors in what a person typed or picked. */
export const usageErrors = {
  'bad-arguments': ({ problem, suggestion }: { problem: string; suggestion?: string }): Explanation => ({
    what: `The command can't be understood: ${problem}.`,
    todo: suggestion ?? 'Add --help to the command to see what it takes, with an example.',
  }),
  'target-not-chosen': (_: Record<never, never>): Explanation => ({
    what: 'The command does not say which PostgreSQL database to use.',
    todo: 'Add --to postgresql://user@host:5432/att_school for a server, or --embedded for the one that comes with Rollcall.',
  }),
  'reset-not-confirmed': (_: Record<never, never>): Explanation => ({
    what: 'Nothing was deleted: a reset deletes every database of the embedded PostgreSQL, and nobody said yes.',
    todo: 'Add --yes to the command if all of it may go.',
  }),
  'plan-unreadable': ({ path }: { path: string }): Explanation => ({
    what: `The plan file ${path} can't be read.`,
    todo: 'Check the path, and make a plan with "rollcall plan APP.db --out plan.json".',
  }),
  'plan-not-json': ({ path }: { path: string }): Explanation => ({
    what: `The plan file ${path} is not JSON.`,
    todo: 'Correct what the detail below names, or make a new plan with "rollcall plan APP.db --out plan.json".',
  }),
  'plan-invalid': ({ path, problem }: { path: string; problem: string }): Explanation => ({
    what: `The plan file ${path} does not say what Rollcall understands: ${problem}.`,
    todo: 'Correct that place, or make a new plan with "rollcall plan APP.db --out plan.json".',
  }),
  'scenarios-unreadable': ({ path }: { path: string }): Explanation => ({
    what: `The file with scenarios ${path} can't be read.`,
    todo: 'Check the path.',
  }),
  'scenarios-not-json': ({ path }: { path: string }): Explanation => ({
    what: `The file with scenarios ${path} is not JSON.`,
    todo: 'Correct what the detail below names.',
  }),
  'scenarios-invalid': ({ path, problem }: { path: string; problem: string }): Explanation => ({
    what: `The file with scenarios ${path} does not say what Rollcall understands: ${problem}.`,
    todo: 'Correct that place; "rollcall bench --help" shows what such a file looks like.',
  }),
  'scenario-unknown': ({ name, known }: { name: string; known: readonly string[] }): Explanation => ({
    what: `There is no scenario named ${name}.`,
    todo: `Choose from ${known.join(', ')}.`,
  }),
  'cannot-write': ({ path }: { path: string }): Explanation => ({
    what: `${path} can't be written.`,
    todo: 'Check that its folder exists, that you may write there, and that the disk has room.',
  }),
  'sample-in-the-way': ({ path }: { path: string }): Explanation => ({
    what: `There is already a file at ${path}, and a sample school never overwrites one.`,
    todo: 'Choose another name, or delete that file first if nobody needs it.',
  }),
  'sample-option': (facts: {
    option: string;
    value: number;
    least: number;
    most: number;
    dirty: boolean;
  }): Explanation => ({
    what: `A ${facts.dirty ? 'dirty sample' : 'sample'} school can't have --${facts.option} ${facts.value}.`,
    todo: `Choose a whole number from ${facts.least} to ${facts.most}.`,
  }),
} as const;
