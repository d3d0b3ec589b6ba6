import type {
  ColumnConstraint,
  ColumnDefinition,
  ColumnsAndConstraintsCreateTableBody,
  DeferSubclause,
  Expr,
  SortedColumn,
  TableConstraint,
} from 'sqlite3-parser';
import type { SourceCheck } from '../../../shared/source.ts';
import { parseSchema } from './parse-schema.ts';
import { foldName } from './quote.ts';

/** What only the text of a CREATE TABLE tells; the PRAGMAs tell the rest. */
export interface TableText {
  readonly keyName: string | undefined;
  readonly autoincrement: boolean;
  /** By folded name of the column. */
  readonly collations: ReadonlyMap<string, string>;
  /** Expressions of generated columns by folded name. */
  readonly generated: ReadonlyMap<string, string>;
  readonly checks: readonly SourceCheck[];
  /** UNIQUE constraints that have a name, with their folded columns. */
  readonly namedUniques: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** In the order in which they are written. */
  readonly foreignKeys: readonly ForeignKeyText[];
  /** What constraints do instead of refusing a row, each with its constraint. */
  readonly conflictClauses: readonly string[];
}

export interface ForeignKeyText {
  readonly name: string | undefined;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

/** A text that the parser doesn't take, although SQLite did. */
export interface UnreadText {
  readonly unread: string;
}

/** Reads the CREATE TABLE of sqlite_schema. */
export function readTableText(sql: string): TableText | UnreadText {
  const parsed = parseSchema(sql);
  if (parsed.kind === 'unread') return { unread: parsed.reason };
  if (parsed.statement.type !== 'CreateTableStmt') return { unread: `It is a ${parsed.statement.type}.` };
  const { body } = parsed.statement;
  if (body.type === 'AsSelectCreateTableBody') return { unread: 'It has no list of columns.' };
  return collect(body, parsed.sql);
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Gathers while the constraints are walked in the order in which SQLite reads them. */
interface Gathered {
  keyName: string | undefined;
  autoincrement: boolean;
  readonly collations: Map<string, string>;
  readonly generated: Map<string, string>;
  readonly checks: SourceCheck[];
  readonly namedUniques: { name: string; columns: readonly string[] }[];
  readonly foreignKeys: Mutable<ForeignKeyText>[];
  readonly conflictClauses: string[];
}

/** What a text tells that can't be read, or hasn't been yet. */
export function nothingRead(): Gathered {
  return {
    keyName: undefined,
    autoincrement: false,
    collations: new Map(),
    generated: new Map(),
    checks: [],
    namedUniques: [],
    foreignKeys: [],
    conflictClauses: [],
  };
}

function collect(body: ColumnsAndConstraintsCreateTableBody, sql: string): TableText {
  const text: Gathered = nothingRead();
  for (const column of body.columns) {
    for (const { name, constraint } of column.constraints) {
      addColumnConstraint(text, column, constraint, name?.text, sql);
      addConflictClause(text, constraint, sql, `${column.colName.text} `);
    }
  }
  for (const { name, constraint } of body.constraints ?? []) {
    addTableConstraint(text, constraint, name?.text, sql);
    addConflictClause(text, constraint, sql);
  }
  return text;
}

function addColumnConstraint(
  text: Gathered,
  column: ColumnDefinition,
  constraint: ColumnConstraint,
  name: string | undefined,
  sql: string,
): void {
  const folded = foldName(column.colName.text);
  switch (constraint.type) {
    case 'PrimaryKeyColumnConstraint':
      text.keyName = name;
      text.autoincrement = constraint.autoIncrement;
      return;
    case 'UniqueColumnConstraint':
      if (name !== undefined) text.namedUniques.push({ name, columns: [folded] });
      return;
    case 'CheckColumnConstraint':
      text.checks.push(checkOf(name, constraint.expr, sql));
      return;
    case 'CollateColumnConstraint':
      text.collations.set(folded, constraint.collationName.text);
      return;
    case 'GeneratedColumnConstraint':
      text.generated.set(folded, sqlOf(constraint.expr, sql));
      return;
    case 'ForeignKeyColumnConstraint':
      text.foreignKeys.push(foreignKeyOf(name, constraint.deferClause));
      return;
    case 'DeferColumnConstraint':
      defer(text.foreignKeys.at(-1), constraint.clause);
      return;
    case 'NotNullColumnConstraint':
    case 'DefaultColumnConstraint':
      return;
  }
}

function addTableConstraint(
  text: Gathered,
  constraint: TableConstraint,
  name: string | undefined,
  sql: string,
): void {
  switch (constraint.type) {
    case 'PrimaryKeyTableConstraint':
      text.keyName = name;
      text.autoincrement = constraint.autoIncrement;
      return;
    case 'UniqueTableConstraint':
      if (name !== undefined) text.namedUniques.push({ name, columns: constraint.columns.map(columnOf) });
      return;
    case 'CheckTableConstraint':
      text.checks.push(checkOf(name, constraint.expr, sql));
      return;
    case 'ForeignKeyTableConstraint':
      text.foreignKeys.push(foreignKeyOf(name, constraint.deferClause));
      return;
  }
}

/** ABORT is what PostgreSQL does, and what SQLite does where nothing is said. */
function addConflictClause(
  text: Gathered,
  constraint: ColumnConstraint | TableConstraint,
  sql: string,
  column = '',
): void {
  if (!('conflictClause' in constraint)) return;
  const { conflictClause } = constraint;
  if (conflictClause === undefined || conflictClause === 'Abort') return;
  text.conflictClauses.push(`${column}${sqlOf(constraint, sql)}`);
}

function checkOf(name: string | undefined, expression: Expr, sql: string): SourceCheck {
  return { ...(name !== undefined && { name }), sql: sqlOf(expression, sql) };
}

function foreignKeyOf(name: string | undefined, clause: DeferSubclause | undefined): Mutable<ForeignKeyText> {
  const key = { name, deferrable: false, initiallyDeferred: false };
  if (clause) defer(key, clause);
  return key;
}

/** A DEFERRABLE that stands by itself belongs to the last foreign key before it (sqlite3DeferForeignKey). */
function defer(key: Mutable<ForeignKeyText> | undefined, clause: DeferSubclause): void {
  if (!key) return;
  key.deferrable = clause.deferrable;
  key.initiallyDeferred = clause.deferrable && clause.initDeferred === 'InitiallyDeferred';
}

/** Folded name of a column in a UNIQUE or PRIMARY KEY list, where only names with COLLATE may stand. */
function columnOf({ expr }: SortedColumn): string {
  const bare = expr.type === 'CollateExpr' ? expr.expr : expr;
  if (bare.type === 'Id') return foldName(bare.name);
  return bare.type === 'StringLiteral' ? foldName(bare.value) : '';
}

/** The text of an expression or a constraint as it was written. */
export function sqlOf({ span }: Pick<Expr, 'span'>, sql: string): string {
  return sql.slice(span.offset, span.offset + span.length);
}
