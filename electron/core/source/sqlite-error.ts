import Database from 'better-sqlite3';

export type SqliteError = InstanceType<typeof Database.SqliteError>;

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Database.SqliteError;
}

/** What is read isn't a sound database. */
export function isDamage(error: unknown): error is SqliteError {
  return isSqliteError(error) && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

/** The schema needs a module, collation, function or tokenizer that only the application has. */
export function isMissingPart(error: unknown): error is SqliteError {
  return isSqliteError(error) && error.code.startsWith('SQLITE_ERROR') && missingPart.test(error.message);
}

/**
 * "SQL logic error" is what the integrity check of an FTS table says whose tokenizer is missing; "no query solution"
 * what a WITHOUT ROWID table says whose key is in an order that is missing.
 */
const missingPart =
  /^no such (module|collation sequence|function|tokenizer)|^unknown function|^unknown tokenizer|^error in tokenizer|^vtable constructor failed|^(SQL logic error|no query solution)$/;

/** Another connection holds a lock. */
export function isLocked(error: unknown): error is SqliteError {
  return isSqliteError(error) && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}
