/** A name as an identifier, the same in SQLite and PostgreSQL: `a"b` becomes `"a""b"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A name as SQLite compares it: only A to Z lose their case (sqlite3StrICmp). */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** True where a value is NULL; SQLite answers IS NULL without looking where a column is declared NOT NULL. */
export function isNullSql(value: string): string {
  return `typeof(${value}) = 'null'`;
}
