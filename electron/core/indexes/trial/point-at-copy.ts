import type { Grammar } from '../../postgres/grammar.ts';
import { type Replacement, replaceBytes } from '../../scenarios/numbered.ts';
import { type Node, nodesOf } from '../../scenarios/parse-tree.ts';
import { quoteName } from '../../source/quote.ts';

export interface Copied {
  /** Where the live tables are. */
  readonly schema: string;
  readonly copy: string;
  readonly tables: readonly string[];
}

/**
 * A statement that looks into the copy also where it names the schema of a live table, as in `public.attendance` and
 * `public.attendance.date`; everything else stays as it is.
 *
 * @throws SqlError of libpg-query when the text can't be parsed
 */
export function pointAtCopy(sql: string, { parseSync, scanSync }: Grammar, copied: Copied): string {
  const { tokens } = scanSync(sql);
  const places = new Map(tokens.map(({ start }, place) => [start, place]));
  const replacements = [...nodesOf(parseSync(sql))].flatMap((node): Replacement[] => {
    const { location, names } = namedAt(node);
    const place = names.length - 2;
    if (names[place] !== copied.schema || !copied.tables.includes(names[place + 1] ?? '')) return [];
    // A dot stands between two names.
    const token = tokens[(places.get(location) ?? tokens.length) + place * 2];
    return token === undefined ? [] : [{ start: token.start, end: token.end, by: quoteName(copied.copy) }];
  });
  return replaceBytes(
    sql,
    replacements.toSorted((one, other) => one.start - other.start),
  );
}

/** The names up to that of a table, as they stand from a byte on: of a table, or in front of its column. */
function namedAt({ location = 0, catalogname, schemaname, relname, fields }: Node): {
  location: number;
  names: string[];
} {
  const named = Array.isArray(fields)
    ? fields.slice(0, -1).map((field) => [...nodesOf(field)].find(({ sval }) => sval !== undefined)?.['sval'])
    : [catalogname, schemaname, relname];
  return {
    location: typeof location === 'number' ? location : 0,
    names: named.filter((name) => typeof name === 'string'),
  };
}
