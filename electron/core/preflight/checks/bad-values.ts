import type { Finding, Resolution } from '../../../../shared/finding.ts';
import type { SourceTable } from '../../../../shared/source.ts';
import type { RejectionCount } from '../../values/assessed.ts';
import type { RejectionReason } from '../../values/stored-value.ts';
import type { ScreenedColumn } from '../assess.ts';
import { canBeEmptied } from '../can-be-emptied.ts';
import type { Check } from '../check.ts';

const codes: Record<RejectionReason, { code: string; is: string }> = {
  'not a whole number': {
    code: 'fraction-in-integer',
    is: 'a number with a fraction where whole numbers belong',
  },
  'out of range': { code: 'number-out-of-range', is: 'a number too large for the column' },
  'not a number': { code: 'text-in-number', is: 'a text where a number belongs' },
  'too precise': { code: 'too-precise', is: 'more digits, or more of a time, than the column can keep' },
  'too long': { code: 'text-too-long', is: 'a text longer than the column allows' },
  'not a boolean': { code: 'not-a-boolean', is: 'something other than yes or no' },
  'not a date': { code: 'not-a-date', is: 'something that is no date' },
  'not a time': { code: 'not-a-time', is: 'something that is no time of day' },
  'ambiguous date': { code: 'ambiguous-date', is: 'a date whose day and month could be swapped' },
  'empty text': { code: 'empty-text', is: 'an empty text where a value belongs' },
  'NUL byte': {
    code: 'nul-byte',
    is: 'a text with an invisible NUL character, which PostgreSQL can\u2019t store',
  },
  'invalid UTF-8': { code: 'invalid-utf8', is: 'a text that is damaged or in an old encoding' },
  'bytes in a text column': { code: 'bytes-in-text', is: 'raw bytes where a text belongs' },
  'not bytes': { code: 'number-in-bytes', is: 'a number where raw bytes belong' },
  'not JSON': { code: 'not-json', is: 'something that is no JSON' },
  'more than jsonb keeps': {
    code: 'more-than-jsonb',
    is: 'JSON that says a name twice, or has a number too large, of which PostgreSQL would keep less',
  },
  'not a UUID': { code: 'not-a-uuid', is: 'something that is no UUID' },
};

/** Values that the column's type can't take, one finding for each column and reason. */
export const badValues: Check = ({ source, tables }) => {
  const parents = new Set(
    source.tables.flatMap(({ foreignKeys }) => foreignKeys.map((key) => key.parentTable)),
  );
  return tables.flatMap(({ table, columns }) =>
    columns.flatMap((column) =>
      column.rejections.map((rejection) => describe(table, column, rejection, parents.has(table.name))),
    ),
  );
};

function describe(
  source: SourceTable,
  { column }: ScreenedColumn,
  rejection: RejectionCount,
  hasChildren: boolean,
): Finding {
  const { code, is } = codes[rejection.reason];
  const { name: table, primaryKey } = source;
  const key = primaryKey?.columns.includes(column.name) ?? false;
  const nullable = canBeEmptied(source, column.name);
  const textHolds = !textless.has(rejection.reason) && !key;
  const resolutions: Resolution[] = [
    'quarantine',
    ...(nullable ? (['set null'] as const) : []),
    ...(textHolds ? (['keep as text'] as const) : []),
    'stop',
  ];
  // A row that others refer to would take them along into quarantine.
  const spare = nullable && (hasChildren || rejection.reason === 'empty text');
  return {
    code,
    severity: 'blocker',
    table,
    column: column.name,
    count: rejection.count,
    samples: rejection.samples,
    resolutions,
    recommended: spare ? 'set null' : 'quarantine',
    facts: { nullable, reason: rejection.reason },
    sentence:
      `In ${table}, the column ${column.name} has ${is} in ${rows(rejection.count)}; ` +
      `such a row can be put aside${nullable ? ', or the value left empty with the original kept aside' : ''}.`,
  };
}

/** What even a text column can't take. */
const textless = new Set<RejectionReason>(['NUL byte', 'invalid UTF-8', 'bytes in a text column']);

function rows(count: number): string {
  return count === 1 ? 'one row' : `${count} rows`;
}
