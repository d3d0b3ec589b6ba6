import type {
  BinaryExpr,
  CaseExpr,
  Expr,
  FunctionCallExpr,
  Id,
  InListExpr,
  QualifiedExpr,
  UnaryExpr,
} from 'sqlite3-parser';
import { isSpelled } from '../../source/text-bytes.ts';
import {
  type Arithmetic,
  type Bitwise,
  bitwise,
  calculate,
  complement,
  concatenate,
  negate,
  remainder,
} from './arithmetic.ts';
import { castTo } from './cast-type.ts';
import { caseWhen } from './choices.ts';
import { type Comparison, compare, compareAny } from './compare.ts';
import type { Context } from './context.ts';
import { asCondition, unify } from './convert.ts';
import { callFunction } from './functions.ts';
import { like } from './like.ts';
import { clockValue } from './moments.ts';
import { loose, operand, tight } from './postgres.ts';
import { isBare, isDoubleQuoted, withoutParentheses } from './sqlite.ts';
import { refuse } from './translation.ts';
import { collated, nothing, number, text, type Value, value } from './value.ts';

/**
 * Translates one SQLite expression.
 *
 * @throws {Refusal} where its meaning can't be kept for certain
 */
export function translate(expr: Expr, context: Context): Value {
  switch (expr.type) {
    case 'NumericLiteral':
      return number(expr.value.replaceAll('_', ''));
    case 'StringLiteral':
      return words(expr.value);
    case 'BlobLiteral':
      return blob(expr.bytes);
    case 'NullLiteral':
      return nothing;
    case 'CurrentDateLiteral':
      return clockValue('date', context);
    case 'CurrentTimeLiteral':
      return clockValue('time', context);
    case 'CurrentTimestampLiteral':
      return clockValue('datetime', context);
    case 'Id':
      return identifier(expr, context);
    case 'QualifiedExpr':
      return qualified(expr, context);
    case 'ParenthesizedExpr':
      return parenthesized(expr.exprs, context);
    case 'UnaryExpr':
      return unary(expr, context);
    case 'BinaryExpr':
      return binary(expr, context);
    case 'BetweenExpr': {
      const [of, start, end] = [expr.lhs, expr.start, expr.end].map((part) => translate(part, context));
      if (!of || !start || !end) return refuse('Its BETWEEN is incomplete.');
      return negated(both('AND', compare(of, '>=', start), compare(of, '<=', end)), expr.not);
    }
    case 'InListExpr':
      return inList(expr, context);
    case 'IsNullExpr':
      return nullTest(translate(expr.expr, context), 'IS NULL');
    case 'NotNullExpr':
      return nullTest(translate(expr.expr, context), 'IS NOT NULL');
    case 'LikeExpr':
      return negated(
        like(
          expr.op,
          translate(expr.lhs, context),
          translate(expr.rhs, context),
          expr.escape && translate(expr.escape, context),
        ),
        expr.not,
      );
    case 'CaseExpr':
      return choose(expr, context);
    case 'CastExpr':
      return castTo(translate(expr.expr, context), expr.typeName?.name ?? '');
    case 'CollateExpr':
      return collated(translate(expr.expr, context), expr.collation);
    case 'FunctionCallExpr':
      return context.query?.aggregate(expr, context) ?? scalarCall(expr, context);
    case 'FunctionCallStarExpr':
      return context.query?.aggregate(expr, context) ?? refuse(`It calls ${expr.name.name}(*).`);
    case 'SubqueryExpr':
      return context.query?.scalar(expr.select) ?? refuse('It holds a query of its own.');
    case 'ExistsExpr':
      return context.query?.exists(expr.select) ?? refuse('It holds a query of its own.');
    case 'InSelectExpr':
      return (
        context.query?.among(translate(expr.lhs, context), expr.rhs, expr.not) ??
        refuse('It holds a query of its own.')
      );
    default:
      return refuse(
        `It uses ${expr.type.replace(/Expr$|Literal$/, '').toUpperCase()}, which has no counterpart here.`,
      );
  }
}

function scalarCall(expr: FunctionCallExpr, context: Context): Value {
  if (expr.distinctness || expr.orderBy || expr.filterOver)
    return refuse(`It aggregates by ${expr.name.name}().`);
  const args = (expr.args ?? []).map((arg) => translate(arg, context));
  return callFunction(expr.name.name, args, context);
}

function blob(bytes: Uint8Array): Value {
  const hex = Buffer.from(bytes).toString('hex');
  return value('bytea', tight(`'\\x${hex}'::bytea`), { literal: { bytes } });
}

/** A column; else TRUE or FALSE, which are the integers 1 and 0; else a string in double quotes. */
/** PostgreSQL has no text for the bytes of another encoding. */
function words(written: string): Value {
  return isSpelled(written) ? refuse('It holds a text in an old encoding.') : text(written);
}

function identifier(id: Id, context: Context): Value {
  const column = context.column(id.name);
  if (column) return column;
  const truth = truthWord(id, context);
  if (truth !== undefined) return number(truth ? '1' : '0');
  if (isDoubleQuoted(id, context.text)) return words(id.name);
  if (/^(rowid|oid|_rowid_)$/i.test(id.name))
    return refuse('It mentions the rowid, which PostgreSQL does not have.');
  return refuse(`It mentions ${id.name}, which is not a column.`);
}

function qualified(expr: QualifiedExpr, context: Context): Value {
  const { table, column } = expr;
  return (
    context.column(column.text, table.text) ??
    refuse(`It mentions ${table.text}.${column.text}, which is not a column.`)
  );
}

function truthWord(expr: Expr, context: Context): boolean | undefined {
  const id = withoutParentheses(expr);
  if (id.type !== 'Id' || !isBare(id, context.text) || context.column(id.name)) return undefined;
  const word = id.name.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function parenthesized(exprs: readonly Expr[], context: Context): Value {
  const [only, ...others] = exprs;
  if (!only || others.length > 0) return refuse('It compares rows of several values.');
  return translate(only, context);
}

function unary(expr: UnaryExpr, context: Context): Value {
  const of = translate(expr.expr, context);
  switch (expr.op) {
    case 'Not':
      return negated(asCondition(of), true);
    case 'Negative':
      return negate(of);
    case 'Positive':
      return { ...of, affinity: 'none' };
    case 'BitwiseNot':
      return complement(of);
  }
}

const comparisons: Readonly<Record<string, Comparison>> = {
  Equals: '=',
  NotEquals: '<>',
  Less: '<',
  LessEquals: '<=',
  Greater: '>',
  GreaterEquals: '>=',
};
const calculations: Readonly<Record<string, Arithmetic>> = {
  Add: '+',
  Subtract: '-',
  Multiply: '*',
  Divide: '/',
};
const bits: Readonly<Record<string, Bitwise>> = {
  BitwiseAnd: '&',
  BitwiseOr: '|',
  LeftShift: '<<',
  RightShift: '>>',
};

function binary(expr: BinaryExpr, context: Context): Value {
  if (expr.op === 'Is' || expr.op === 'IsNot') return is(expr, context);
  const left = translate(expr.left, context);
  const right = translate(expr.right, context);
  if (expr.op === 'And') return both('AND', asCondition(left), asCondition(right));
  if (expr.op === 'Or') return both('OR', asCondition(left), asCondition(right));
  if (expr.op === 'Concat') return concatenate(left, right);
  if (expr.op === 'Modulus') return remainder(left, right);
  const comparison = comparisons[expr.op];
  if (comparison) return compare(left, comparison, right);
  const calculation = calculations[expr.op];
  if (calculation) return calculate(left, calculation, right);
  const bit = bits[expr.op];
  if (bit) return bitwise(left, bit, right);
  return refuse('It reads a part of a JSON value, whose type PostgreSQL does not tell alike.');
}

function is(expr: BinaryExpr, context: Context): Value {
  const not = expr.op === 'IsNot';
  const left = translate(expr.left, context);
  const truth = truthWord(expr.right, context);
  if (truth !== undefined) {
    return value(
      'truth',
      loose(`${operand(asCondition(left))} IS ${not ? 'NOT ' : ''}${truth ? 'TRUE' : 'FALSE'}`),
    );
  }
  const right = translate(expr.right, context);
  if (right.kind === 'null') return nullTest(left, not ? 'IS NOT NULL' : 'IS NULL');
  if (left.kind === 'null') return nullTest(right, not ? 'IS NOT NULL' : 'IS NULL');
  return compare(left, not ? 'IS DISTINCT FROM' : 'IS NOT DISTINCT FROM', right);
}

function nullTest(of: Value, test: 'IS NULL' | 'IS NOT NULL'): Value {
  return value('truth', loose(`${operand(of)} ${test}`));
}

function negated(of: Value, not: boolean): Value {
  return not ? value('truth', loose(`NOT ${operand(of)}`)) : of;
}

function both(operator: 'AND' | 'OR', left: Value, right: Value): Value {
  return value('truth', loose(`${operand(left)} ${operator} ${operand(right)}`));
}

/** `x IN (y, z)` is `x = +y OR x = +z`: neither affinity nor collation of the list counts. */
function inList(expr: InListExpr, context: Context): Value {
  const left = translate(expr.lhs, context);
  const items = (expr.rhs ?? []).map((item): Value => {
    const { collation: _, ...plain } = translate(item, context);
    return { ...plain, affinity: 'none' };
  });
  if (items.length === 0) return value('truth', tight(expr.not ? 'TRUE' : 'FALSE'));
  return negated(compareAny(left, items), expr.not);
}

function choose(expr: CaseExpr, context: Context): Value {
  const base = expr.base && translate(expr.base, context);
  const conditions = expr.whenThenPairs.map(({ when }) => {
    const tested = translate(when, context);
    return base ? compare(base, '=', tested) : asCondition(tested);
  });
  const branches = expr.whenThenPairs.map(({ then }) => then);
  const results = [...branches, ...(expr.elseExpr ? [expr.elseExpr] : [])].map((each) =>
    translate(each, context),
  );
  return caseWhen(conditions, unify(results));
}
