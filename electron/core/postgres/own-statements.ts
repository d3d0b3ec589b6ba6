import type pg from 'pg';

/**
 * By this a server's statistics and log tell what Rollcall asks from what the school's application asks. It stands
 * behind the first word: from PostgreSQL 18 on a comment before it is no part of a statement.
 */
const mark = '/* rollcall */';

/**
 * Name of an empty WITH query that marks a statement which the application may ask too: from PostgreSQL 18 on a table
 * counts by its alias and no longer by its OID, so that a comment wouldn't keep the same statement on a copy apart (its
 * queryjumblefuncs.c, _jumbleRangeTblEntry_eref).
 */
export const markName = 'rollcall_asks';

/** Has the client mark what it is asked from now on; of several statements in one text, the first. */
export function markStatements({ connection }: pg.Client): void {
  const query = connection.query.bind(connection);
  const parse = connection.parse.bind(connection);
  connection.query = (text) => query(marked(text));
  connection.parse = (statement, more) => parse({ ...statement, text: marked(statement.text) }, more);
}

/** @param sql as it stands where a statement begins with something else than a word */
export function marked(sql: string): string {
  return sql.replace(/^\s*[a-z]+/i, `$& ${mark}`);
}

/**
 * A condition in SQL that leaves out what Rollcall asked: by its mark, and by the names of the schemas in which it works.
 *
 * @param query a column with the texts of statements
 */
export function askedByOthers(query: string): string {
  return `${query} !~ '/[*] rollcall [*]/|${markName}|rollcall_(staging|previous|scratch|proof)| rollcall[.]'`;
}
