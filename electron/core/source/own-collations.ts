import type { Database } from 'better-sqlite3';
import type { ColumnsAndConstraintsCreateTableBody, SortedColumn, Span } from 'sqlite3-parser';
import { rewriteSchema } from './changed-copy.ts';
import { isOwnCollation } from './collation.ts';
import { parseSchema } from './parse-schema.ts';
import { quoteName } from './quote.ts';
import { sqlOf } from './table-text.ts';

/** An index, or the key by which a WITHOUT ROWID table is stored, sorted by a collation that SQLite doesn't have. */
interface Sorted {
  readonly table: string;
  readonly index: string;
  /** Absent for what a constraint of the table made. */
  readonly sql: string | null;
  readonly withoutRowid: 0 | 1;
}

/** Whether something is sorted by a collation that only the application has; SQLite refuses what would go through it. */
export function hasOwnCollations(db: Database): boolean {
  return sortedByOwn(db).length > 0;
}

/**
 * Sorts by bytes (BINARY) what the application sorted by a collation of its own. The rows stay as they are; indexes that
 * need the collation are left out, as are the triggers of its tables.
 *
 * A table whose text the parser doesn't take, or whose columns are computed, with the collation perhaps, is left alone.
 */
export function collateByBytes(db: Database): void {
  for (const sorted of Map.groupBy(sortedByOwn(db), ({ table }) => table).values()) collateTable(db, sorted);
}

function sortedByOwn(db: Database): Sorted[] {
  return db
    .prepare<[], Sorted & { collation: string }>(
      `SELECT tables.name AS "table", list.name AS "index", entry.sql, tables.wr AS withoutRowid, part.coll AS collation
         FROM pragma_table_list AS tables, pragma_index_list(tables.name, 'main') AS list,
              pragma_index_xinfo(list.name, 'main') AS part
         LEFT JOIN main.sqlite_schema AS entry ON entry.type = 'index' AND entry.name = list.name
        WHERE tables.schema = 'main' AND tables.type IN ('table', 'shadow') AND part."key"`,
    )
    .all()
    .filter(({ collation }) => isOwnCollation(collation));
}

function collateTable(db: Database, sorted: readonly Sorted[]): void {
  const [first] = sorted;
  if (!first) return;
  const { table, withoutRowid } = first;
  const sql = plainText(db, table);
  if (sql === undefined) return;
  rewriteSchema(db, () => {
    const leaveOut = db.prepare('DELETE FROM sqlite_schema WHERE type = ? AND name = ? AND sql IS NOT NULL');
    for (const name of namesOf(db, 'trigger', table)) leaveOut.run('trigger', name);
    const indexes = withoutRowid ? namesOf(db, 'index', table) : sorted.map(({ index }) => index);
    for (const name of indexes) leaveOut.run('index', name);
    db.prepare("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?").run(sql, table);
  });
  if (withoutRowid) storeAnew(db, table);
  else for (const { index, sql: own } of sorted) if (own === null) db.exec(`REINDEX ${quoteName(index)}`);
}

function namesOf(db: Database, type: 'trigger' | 'index', table: string): string[] {
  return db
    .prepare<[string, string], string>('SELECT name FROM sqlite_schema WHERE type = ? AND tbl_name = ?')
    .pluck()
    .all(type, table);
}

/**
 * Without a WHERE, a trigger or a foreign key SQLite clears the tree instead of looking each row up, for which it would
 * have to be sorted already ("The Truncate Optimization", lang_delete.html).
 */
function storeAnew(db: Database, table: string): void {
  const name = `main.${quoteName(table)}`;
  db.exec(`CREATE TEMP TABLE rollcall_rows AS SELECT * FROM ${name}`);
  db.exec(`DELETE FROM ${name}`);
  db.exec(`INSERT INTO ${name} SELECT * FROM temp.rollcall_rows`);
  db.exec('DROP TABLE temp.rollcall_rows');
}

/** The CREATE TABLE without the application's collations; undefined where that might change what is computed. */
function plainText(db: Database, table: string): string | undefined {
  const written = db
    .prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?")
    .pluck()
    .get(table);
  const parsed = parseSchema(written ?? '');
  if (parsed.kind === 'unread' || parsed.statement.type !== 'CreateTableStmt') return undefined;
  const { body } = parsed.statement;
  if (body.type === 'AsSelectCreateTableBody' || hasComputedColumns(body)) return undefined;
  return replaced(parsed.sql, [...collatedColumns(body), ...collatedKeys(body, parsed.sql)]);
}

interface Replacement {
  readonly span: Span;
  readonly by: string;
}

function hasComputedColumns({ columns }: ColumnsAndConstraintsCreateTableBody): boolean {
  return columns.some(({ constraints }) =>
    constraints.some(({ constraint }) => constraint.type === 'GeneratedColumnConstraint'),
  );
}

function collatedColumns({ columns }: ColumnsAndConstraintsCreateTableBody): Replacement[] {
  return columns
    .flatMap(({ constraints }) => constraints)
    .flatMap(({ constraint }) =>
      constraint.type === 'CollateColumnConstraint' && isOwnCollation(constraint.collationName.text)
        ? [{ span: constraint.span, by: '' }]
        : [],
    );
}

function collatedKeys(
  { constraints = [] }: ColumnsAndConstraintsCreateTableBody,
  sql: string,
): Replacement[] {
  return constraints
    .flatMap(({ constraint }): readonly SortedColumn[] =>
      constraint.type === 'PrimaryKeyTableConstraint' || constraint.type === 'UniqueTableConstraint'
        ? constraint.columns
        : [],
    )
    .flatMap(({ expr }) =>
      expr.type === 'CollateExpr' && isOwnCollation(expr.collation)
        ? [{ span: expr.span, by: sqlOf(expr.expr, sql) }]
        : [],
    );
}

/** From the last to the first, since what comes before a replacement keeps its place. */
function replaced(sql: string, replacements: readonly Replacement[]): string {
  return replacements
    .toSorted((one, other) => other.span.offset - one.span.offset)
    .reduce(
      (text, { span, by }) => text.slice(0, span.offset) + by + text.slice(span.offset + span.length),
      sql,
    );
}
