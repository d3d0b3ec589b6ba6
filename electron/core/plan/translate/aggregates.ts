import type { FrameBound, FrameClause, FunctionCallExpr, FunctionCallStarExpr, Window } from 'sqlite3-parser';
import type { Context } from './context.ts';
import { asCondition, asDouble, asNumber, asText, sortKey } from './convert.ts';
import { translate } from './expression.ts';
import { orderTerm } from './order.ts';
import { call, cast, type Fragment, infix, operand, string, tight } from './postgres.ts';
import { refuseOtherEquality } from './relation.ts';
import { refuse } from './translation.ts';
import {
  isFolded,
  isInteger,
  isNumber,
  isTemporal,
  number,
  numberLiteral,
  textLiteral,
  type Value,
  value,
} from './value.ts';

/** An aggregate being translated: its arguments, and what follows them in the call. */
interface Aggregate {
  readonly args: readonly Value[];
  readonly distinct: string;
  readonly orderBy: string;
  /** FILTER and OVER. */
  readonly tail: string;
}

/**
 * Translates an aggregate or a window function (sqlite.org/lang_aggfunc.html, windowfunctions.html).
 *
 * @returns undefined when the call is neither
 */
export function translateAggregate(
  expr: FunctionCallExpr | FunctionCallStarExpr,
  context: Context,
): Value | undefined {
  const routine = expr.name.name.toLowerCase();
  if (expr.type === 'FunctionCallStarExpr') {
    return routine === 'count' ? count(`count(*)${tailOf(expr, context)}`) : undefined;
  }
  const window = Object.hasOwn(windowRoutines, routine) ? windowRoutines[routine] : undefined;
  const plain = Object.hasOwn(aggregates, routine) ? aggregates[routine] : undefined;
  const scalar = (routine === 'min' || routine === 'max') && (expr.args?.length ?? 0) > 1;
  const build = expr.filterOver?.overClause ? (window ?? plain) : plain;
  if (!build || scalar) return undefined;
  const args = (expr.args ?? []).map((arg) => translate(arg, context));
  const distinct = expr.distinctness === 'Distinct';
  if (distinct) args.forEach(refuseOtherEquality);
  return build({
    args,
    distinct: distinct ? 'DISTINCT ' : '',
    orderBy: orderWithin(expr, context),
    tail: tailOf(expr, context),
  });
}

const aggregates: Readonly<Record<string, (of: Aggregate) => Value>> = {
  count: ({ args, distinct, tail }) =>
    count(args.length === 0 ? `count(*)${tail}` : `count(${distinct}${one(args).sql})${tail}`),
  sum: (of) => sum(of),
  total: (of) => {
    const total = sum(of);
    return value('double', call('coalesce', cast(total, 'double precision'), tight('0')));
  },
  avg: average,
  min: (of) => extreme('min', of),
  max: (of) => extreme('max', of),
  group_concat: join,
  string_agg: join,
};

const windowRoutines: Readonly<Record<string, (of: Aggregate) => Value>> = {
  row_number: ({ tail }) => count(`row_number()${tail}`),
  rank: ({ tail }) => count(`rank()${tail}`),
  dense_rank: ({ tail }) => count(`dense_rank()${tail}`),
  percent_rank: ({ tail }) => value('double', tight(`percent_rank()${tail}`)),
  cume_dist: ({ tail }) => value('double', tight(`cume_dist()${tail}`)),
  lag: (of) => neighbour('lag', of),
  lead: (of) => neighbour('lead', of),
  first_value: (of) => ofWindow('first_value', of),
  last_value: (of) => ofWindow('last_value', of),
};

function count(sql: string): Value {
  return value('bigint', tight(sql), { nonNegative: true });
}

function one(args: readonly Value[]): Value {
  const [only, ...others] = args;
  return only && others.length === 0 ? only : refuse('It aggregates something else than one value.');
}

function apply(routine: string, of: Fragment, { distinct, orderBy, tail }: Aggregate): Fragment {
  return tight(`${routine}(${distinct}${of.sql}${orderBy})${tail}`);
}

/** The sum of integers is an integer, as wide as SQLite's. */
function sum(of: Aggregate): Value {
  const numeric = asNumber(one(of.args));
  const summed = apply('sum', spelled(numeric), of);
  if (isInteger(numeric)) return value('bigint', cast(summed, 'bigint'));
  return value(numeric.kind, summed, numeric.mixed ? { mixed: true } : {});
}

function spelled(of: Value): Fragment {
  return of.kind === 'double' ? asDouble(of) : of;
}

/** SQLite divides the sum by the count in doubles; PostgreSQL's avg() of integers has other digits. */
function average(of: Aggregate): Value {
  const numeric = asNumber(one(of.args));
  if (numeric.kind === 'double') return value('double', apply('avg', asDouble(numeric), of));
  const total = cast(apply('sum', numeric, of), 'double precision');
  const rows = call('nullif', apply('count', numeric, of), tight('0'));
  return value('double', infix(total, '/', rows));
}

function extreme(routine: 'min' | 'max', of: Aggregate): Value {
  const only = one(of.args);
  if (only.kind === 'truth' || only.kind === 'boolean') {
    return value('integer', apply(routine, asNumber(only), of), { nonNegative: true });
  }
  if (isFolded(only)) refuse('It takes the least of texts under a collation.');
  if (!isNumber(only) && !isTemporal(only) && only.kind !== 'text') {
    refuse(`PostgreSQL has no ${routine}() for the type ${only.kind}.`);
  }
  const { kind, affinity, mixed, written, nonNegative } = only;
  return value(kind, apply(routine, sortKey(only), of), {
    affinity,
    ...(mixed ? { mixed } : {}),
    ...(written ? { written } : {}),
    ...(nonNegative ? { nonNegative } : {}),
  });
}

function join(of: Aggregate): Value {
  const [subject, separator, ...others] = of.args;
  const between = separator ? textLiteral(separator) : ',';
  if (!subject || others.length > 0 || between === undefined)
    return refuse('It joins texts by something else than a fixed text.');
  if (of.distinct && separator)
    refuse('It joins different texts by a separator of its own, an error in SQLite.');
  const joined = `string_agg(${of.distinct}${asText(subject).sql}, ${string(between)}${of.orderBy})${of.tail}`;
  return value('text', tight(joined));
}

function neighbour(routine: string, of: Aggregate): Value {
  const [subject, offset = number('1'), ...others] = of.args;
  if (!subject || others.length > 0 || numberLiteral(offset) === undefined) {
    return refuse(`It gives ${routine}() a default or a distance that is not fixed.`);
  }
  return ofWindow(routine, of, `, ${offset.sql}`);
}

function ofWindow(routine: string, { args, tail }: Aggregate, more = ''): Value {
  const subject = args[0] ?? refuse(`It gives ${routine}() no value.`);
  if (subject.kind === 'truth') refuse(`It takes ${routine}() of a comparison.`);
  const { kind, affinity, mixed, written } = subject;
  return value(kind, tight(`${routine}(${spelled(subject).sql}${more})${tail}`), {
    affinity,
    ...(mixed ? { mixed } : {}),
    ...(written ? { written } : {}),
  });
}

function orderWithin(expr: FunctionCallExpr, context: Context): string {
  if (!expr.orderBy) return '';
  if (expr.orderBy.type === 'WithinGroupFunctionCallOrder') return refuse('It aggregates WITHIN GROUP.');
  const terms = expr.orderBy.columns.map((term) => orderTerm(translate(term.expr, context), term));
  return ` ORDER BY ${terms.join(', ')}`;
}

function tailOf(expr: FunctionCallExpr | FunctionCallStarExpr, context: Context): string {
  const { filterClause, overClause } = expr.filterOver ?? {};
  const filter = filterClause ? ` FILTER (WHERE ${asCondition(translate(filterClause, context)).sql})` : '';
  if (!overClause) return filter;
  if (overClause.type === 'NameOver') return refuse('It uses a window that is defined elsewhere.');
  return `${filter} OVER (${windowSql(overClause.window, context)})`;
}

function windowSql({ base, partitionBy, orderBy, frameClause }: Window, context: Context): string {
  if (base) refuse('It uses a window that is defined elsewhere.');
  const partitions = (partitionBy ?? []).map((expr) => {
    const key = translate(expr, context);
    refuseOtherEquality(key);
    return operand(key);
  });
  const terms = (orderBy ?? []).map((term) => orderTerm(translate(term.expr, context), term));
  return [
    partitions.length > 0 ? `PARTITION BY ${partitions.join(', ')}` : '',
    terms.length > 0 ? `ORDER BY ${terms.join(', ')}` : '',
    frameClause ? frameSql(frameClause) : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function frameSql({ mode, start, end, exclude }: FrameClause): string {
  if (mode === 'Range' && [start, end].some((bound) => bound && 'expr' in bound)) {
    refuse('Its window reaches over a range of values.');
  }
  const reach = end ? `BETWEEN ${boundSql(start)} AND ${boundSql(end)}` : boundSql(start);
  return `${mode.toUpperCase()} ${reach}${exclude ? ` EXCLUDE ${excluded[exclude]}` : ''}`;
}

const excluded = { NoOthers: 'NO OTHERS', CurrentRow: 'CURRENT ROW', Group: 'GROUP', Ties: 'TIES' } as const;

function boundSql(bound: FrameBound): string {
  switch (bound.type) {
    case 'CurrentRowFrameBound':
      return 'CURRENT ROW';
    case 'UnboundedFollowingFrameBound':
      return 'UNBOUNDED FOLLOWING';
    case 'UnboundedPrecedingFrameBound':
      return 'UNBOUNDED PRECEDING';
    case 'FollowingFrameBound':
    case 'PrecedingFrameBound': {
      if (bound.expr.type !== 'NumericLiteral')
        return refuse('Its window reaches a number of rows that is not fixed.');
      return `${bound.expr.value} ${bound.type === 'FollowingFrameBound' ? 'FOLLOWING' : 'PRECEDING'}`;
    }
  }
}
