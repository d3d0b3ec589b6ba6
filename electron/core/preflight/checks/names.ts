import type { Finding } from '../../../../shared/finding.ts';
import type { Renamed } from '../../source/fit-names.ts';
import { isSpelled } from '../../source/text-bytes.ts';
import { clipName, nameBytes } from '../../values/names.ts';
import { type Check, remark } from '../check.ts';

/** Words that need quotes as a name of a table or a column (PostgreSQL manual, SQL Key Words, "reserved"). */
const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate ' +
    'collation column concurrently constraint create cross current_catalog current_date current_role ' +
    'current_schema current_time current_timestamp current_user default deferrable desc distinct do else end ' +
    'except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into ' +
    'is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on ' +
    'only or order outer overlaps placing primary references returning right select session_user similar some ' +
    'symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when ' +
    'where window with'
  ).split(' '),
);

/** Names that had to change, that are cut, or that work only in quotes. */
export const names: Check = ({ source, renamed }) => {
  const findings: Finding[] = renamed.map(changed);
  const tables = source.tables.map(({ name }) => name);
  findings.push(...troubles(tables, undefined));
  for (const { name, columns } of source.tables)
    findings.push(
      ...troubles(
        columns.map((column) => column.name),
        name,
      ),
    );
  return findings;
};

function changed({ table, column, to }: Renamed): Finding {
  const what = column === undefined ? 'The table' : `In ${table}, the column`;
  return remark({
    code: 'name-changed',
    severity: 'warning',
    table,
    ...(column === undefined ? {} : { column }),
    facts: { name: column ?? table, to },
    sentence: `${what} \u201c${column ?? table}\u201d becomes \u201c${to}\u201d, since PostgreSQL can\u2019t have that name or already has it after 63 bytes.`,
  });
}

function troubles(list: readonly string[], table: string | undefined): Finding[] {
  const place = (name: string) => (table === undefined ? { table: name } : { table, column: name });
  const what = table === undefined ? 'table' : 'column';
  const garbled = list.filter(isSpelled).map((name) =>
    remark({
      ...place(name),
      code: 'name-not-text',
      severity: 'warning',
      facts: { name },
      sentence: `The ${what} name ${name} is in an old encoding: \ufffd and the digits after it stand for each character that can\u2019t be read.`,
    }),
  );
  const others = list.flatMap((name): Finding[] => {
    if (nameBytes(name) > 63) {
      return [
        remark({
          ...place(name),
          code: 'name-too-long',
          severity: 'warning',
          facts: { name, to: clipName(name) },
          sentence: `The ${what} name ${name} is longer than PostgreSQL keeps; it becomes ${clipName(name)}, and the long form still finds it.`,
        }),
      ];
    }
    if (reserved.has(name.toLowerCase())) {
      return [
        remark({
          ...place(name),
          code: 'name-reserved',
          severity: 'note',
          facts: { name },
          sentence: `${name} is a word of PostgreSQL\u2019s own; it is kept, and hand-written queries have to put it in double quotes.`,
        }),
      ];
    }
    if (/[A-Z]/.test(name)) {
      return [
        remark({
          ...place(name),
          code: 'name-upper-case',
          severity: 'note',
          facts: { name },
          sentence: `${name} has capital letters; it is kept exactly, and hand-written queries have to put it in double quotes.`,
        }),
      ];
    }
    return [];
  });
  return [...garbled, ...others];
}
