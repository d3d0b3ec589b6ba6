import type { Grammar } from '../postgres/grammar.ts';
import { quoteName } from '../source/quote.ts';
import { type Replacement, replaceBytes } from './numbered.ts';
import { type Node, nodesOf, relationsOf } from './parse-tree.ts';

/** Names of a schema's tables with their columns, as the catalog spells them. */
export type SchemaNames = ReadonlyMap<string, readonly string[]>;

/**
 * A statement whose names without quotes are found whatever their case, as they are in SQLite: a migration keeps
 * `Student_ID` as it was, where PostgreSQL would look for `student_id`.
 *
 * @throws SqlError of libpg-query when the text can't be parsed
 */
export function spellNames(sql: string, { parseSync, scanSync }: Grammar, names: SchemaNames): string {
  const tree = parseSync(sql);
  const spelled = spellings(relationsOf(tree), names);
  if (spelled.size === 0) return sql;
  const { tokens } = scanSync(sql);
  const places = new Map(tokens.map(({ start }, place) => [start, place]));
  const replacements = new Map(
    [...nodesOf(tree)].flatMap(namesAt).flatMap(({ location, names }) => {
      const first = places.get(location) ?? tokens.length;
      // A dot stands between two names.
      const named = Array.from({ length: names }, (_, name) => tokens[first + name * 2]);
      return named.flatMap((token): [number, Replacement][] => {
        const name = spelled.get(token?.text.toLowerCase() ?? '');
        if (token === undefined || name === undefined) return [];
        return [[token.start, { start: token.start, end: token.end, by: quoteName(name) }]];
      });
    }),
  );
  return replaceBytes(
    sql,
    [...replacements.values()].toSorted((one, other) => one.start - other.start),
  );
}

/** By its small letters, each name of the mentioned tables that PostgreSQL wouldn't find without quotes. */
function spellings(mentioned: readonly string[], names: SchemaNames): Map<string, string> {
  const small = new Set(mentioned.map((name) => name.toLowerCase()));
  const known = [...names]
    .filter(([table]) => small.has(table.toLowerCase()))
    .flatMap(([table, columns]) => [table, ...columns]);
  const found = new Set(known.filter((name) => name === name.toLowerCase()));
  return new Map(
    known.filter((name) => !found.has(name.toLowerCase())).map((name) => [name.toLowerCase(), name]),
  );
}

/** Where a node names a table, a column, or a column that is written: the byte, and how many names stand there. */
function namesAt({ location = 0, relname, fields, name }: Node): { location: number; names: number }[] {
  if (typeof location !== 'number') return [];
  if (Array.isArray(fields)) return [{ location, names: fields.length }];
  return typeof relname === 'string' || typeof name === 'string' ? [{ location, names: 1 }] : [];
}
