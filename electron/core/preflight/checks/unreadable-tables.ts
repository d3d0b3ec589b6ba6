import { type Check, remark } from '../check.ts';

/** Tables that SQLite opens only together with what the application adds to it: their rows can't be had. */
export const unreadableTables: Check = ({ source }) =>
  source.objects
    .filter(({ kind }) => kind === 'unreadable table')
    .map(({ name }) =>
      remark({
        code: 'unreadable-table',
        severity: 'blocker',
        table: name,
        resolutions: ['quarantine', 'stop'],
        recommended: 'quarantine',
        sentence:
          `The table ${name} can\u2019t be read, since only the application that made the file has the order of letters, ` +
          'the function or the module that it needs; with --bad-rows quarantine everything else is moved, and this table is not.',
      }),
    );
