import type { TargetType } from '../../../../shared/plan.ts';
import type { SourceIndexPart } from '../../../../shared/source.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { foldName } from '../../source/quote.ts';
import { affinityOf } from '../../values/affinity.ts';
import { assign } from './assign.ts';
import { type ColumnTypes, type Context, tableContext } from './context.ts';
import { asCondition, collate } from './convert.ts';
import { translate } from './expression.ts';
import { proveExpression } from './postgres.ts';
import { parseExpression } from './sqlite.ts';
import { attempt, refuse, type Translation } from './translation.ts';
import { type Affinity, columnValue, text, type Value } from './value.ts';

export type { ColumnTypes } from './context.ts';
export type { Translation } from './translation.ts';
export { translateView, translateViews } from './view.ts';

/**
 * Translates the text after DEFAULT into an expression that PostgreSQL evaluates at each insert.
 *
 * @param sql as `PRAGMA table_xinfo` gives it; a bare word is a string in SQLite
 */
export async function translateDefault(sql: string, type: TargetType): Promise<Translation> {
  return carry(() => {
    const { tree, text: whole } = parseExpression(sql);
    const context: Context = { text: whole, column: () => undefined };
    const word = sql.trim();
    const of = isString(word) ? text(word) : translate(tree, context);
    return assign(of, type, context);
  });
}

/** In DEFAULT a bare word is a string, unless SQLite's grammar knows it. */
function isString(word: string): boolean {
  return (
    /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(word) &&
    !/^(true|false|null|current_(date|time|timestamp))$/i.test(word)
  );
}

/** Translates the condition of a CHECK. */
export async function translateCheck(sql: string, columns: ColumnTypes): Promise<Translation> {
  return carry(() => condition(sql, columns));
}

/**
 * Translates the expression of a generated column, which PostgreSQL wants immutable.
 *
 * @param ownType of the generated column
 * @param declaredType of the generated column, to which SQLite converts the value by affinity
 */
export async function translateGenerated(
  sql: string,
  columns: ColumnTypes,
  ownType: TargetType,
  declaredType = '',
): Promise<Translation> {
  return carry(() => {
    const { tree, text: whole } = parseExpression(sql);
    const context = tableContext(whole, columns, 'A generated column');
    const of = translate(tree, context);
    const words = ownType.name === 'text' || ownType.name === 'varchar';
    if (words && becomesAnother(of, affinityOf(declaredType))) {
      return refuse('SQLite makes other numbers of its values before it stores them.');
    }
    return assign(of, ownType, context);
  });
}

/** A column declared as REAL stores 2 as 2.0, and one of any numbers stores the text 007 as 7. */
function becomesAnother(of: Value, affinity: Affinity): boolean {
  if (affinity === 'TEXT' || affinity === 'BLOB') return false;
  return affinity === 'REAL' || of.kind === 'text';
}

/**
 * Translates one part of an index: a quoted column, or an expression in parentheses, with DESC where it
 * descends. NOCASE becomes `lower` over the "C" collation, which folds A to Z alone as SQLite does.
 */
export async function translateIndexPart(part: SourceIndexPart, columns: ColumnTypes): Promise<Translation> {
  return carry(() => {
    const of =
      part.of.kind === 'column'
        ? indexedColumn(part.of.name, columns)
        : indexedExpression(part.of.sql, columns);
    const collation = of.collation?.explicit ? of.collation.name : part.collation.toUpperCase();
    const key = of.kind === 'text' ? collate(of, collation) : of;
    const plain = part.of.kind === 'column' && key === of;
    return { sql: plain ? key.sql : `(${key.sql})`, suffix: part.descending ? ' DESC' : '' };
  });
}

/** Translates the WHERE of a partial index, which PostgreSQL wants immutable. */
export async function translatePredicate(sql: string, columns: ColumnTypes): Promise<Translation> {
  return carry(() => condition(sql, columns, 'The condition of an index'));
}

async function carry(print: () => string | { sql: string; suffix: string }): Promise<Translation> {
  await loadGrammar();
  return attempt(() => {
    const printed = print();
    const { sql, suffix } = typeof printed === 'string' ? { sql: printed, suffix: '' } : printed;
    return { kind: 'carried', sql: `${proveExpression(sql)}${suffix}` };
  });
}

function condition(sql: string, columns: ColumnTypes, fixed?: string): string {
  const { tree, text: whole } = parseExpression(sql);
  const of = asCondition(translate(tree, tableContext(whole, columns, fixed)));
  return of.guaranteed && !fixed ? refuse(`Guaranteed by the type ${of.guaranteed}.`) : of.sql;
}

function indexedColumn(column: string, columns: ColumnTypes): Value {
  const found = columns.get(foldName(column));
  return found ? columnValue(found) : refuse(`It indexes ${column}, which is not a column.`);
}

function indexedExpression(sql: string, columns: ColumnTypes): Value {
  const { tree, text: whole } = parseExpression(sql);
  return translate(tree, tableContext(whole, columns, 'An index'));
}
