import { loadedGrammar } from '../../postgres/grammar.ts';
import { refuse } from './translation.ts';

/**
 * A PostgreSQL expression as text. `tight` text can stand beside any operator as it is.
 *
 * Expressions are printed here with every operand in parentheses, and the text is parsed back with
 * PostgreSQL's own grammar (libpg-query). pgsql-deparser was tried: it drops parentheses that matter,
 * `(NOT a) IS TRUE` became `NOT a IS TRUE`.
 */
export interface Fragment {
  readonly sql: string;
  readonly tight: boolean;
}

export function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A string literal, read alike with standard_conforming_strings on, as it is by default. */
export function string(value: string): string {
  if (value.includes('\0')) refuse('It holds a NUL character, which PostgreSQL cannot store in text.');
  return `'${value.replaceAll("'", "''")}'`;
}

export function tight(sql: string): Fragment {
  return { sql, tight: true };
}

export function loose(sql: string): Fragment {
  return { sql, tight: false };
}

/** The text as an operand, in parentheses unless it is tight. */
export function operand(fragment: Fragment): string {
  return fragment.tight ? fragment.sql : `(${fragment.sql})`;
}

export function infix(left: Fragment, operator: string, right: Fragment): Fragment {
  return loose(`${operand(left)} ${operator} ${operand(right)}`);
}

export function call(routine: string, ...args: readonly Fragment[]): Fragment {
  return tight(`${routine}(${args.map((arg) => arg.sql).join(', ')})`);
}

export function cast(fragment: Fragment, type: string): Fragment {
  return tight(`${operand(fragment)}::${type}`);
}

/** Text by its bytes, as SQLite's BINARY compares it; also makes `lower` fold ASCII alone. */
export function bytewise(fragment: Fragment): Fragment {
  return loose(`${operand(fragment)} COLLATE "C"`);
}

/**
 * Proves with PostgreSQL's grammar that the text is one expression and nothing more.
 *
 * @throws {Refusal} with the parser's own words
 */
export function proveExpression(sql: string): string {
  const select = parseOne(`SELECT ${sql}`);
  const [target, ...others] = select.targetList ?? [];
  const single =
    target && 'ResTarget' in target && target.ResTarget.name === undefined && others.length === 0;
  if (!single || select.fromClause || select.op !== 'SETOP_NONE') {
    refuse('Its translation is not one PostgreSQL expression.');
  }
  return sql;
}

/**
 * Proves with PostgreSQL's grammar that the text is one query and nothing more.
 *
 * @throws {Refusal} with the parser's own words
 */
export function proveQuery(sql: string): string {
  parseOne(sql);
  return sql;
}

function parseOne(sql: string) {
  const [statement, ...others] = parse(sql).stmts ?? [];
  const tree = statement?.stmt;
  if (tree && 'SelectStmt' in tree && others.length === 0) return tree.SelectStmt;
  return refuse('Its translation is not one PostgreSQL query.');
}

function parse(sql: string) {
  const grammar = loadedGrammar();
  try {
    return grammar.parseSync(sql);
  } catch (error) {
    return refuse(
      `PostgreSQL's parser refuses its translation: ${error instanceof Error ? error.message : error}.`,
    );
  }
}
