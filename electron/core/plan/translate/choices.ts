import { mixedLike, plain } from './arguments.ts';
import { compare } from './compare.ts';
import { asCondition, asNumber, commonFacts, sortKey, unify } from './convert.ts';
import { call, type Fragment, operand, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { isFolded, type Value, value } from './value.ts';

/** CASE over results of one kind; one more result than conditions is the ELSE. */
export function caseWhen(conditions: readonly Fragment[], results: readonly Value[]): Value {
  const branches = conditions.map((condition, at) => `WHEN ${condition.sql} THEN ${results[at]?.sql}`);
  const last = results.length > conditions.length ? ` ELSE ${results.at(-1)?.sql}` : '';
  const { kind, ...facts } = commonFacts(results);
  return value(kind, tight(`CASE ${branches.join(' ')}${last} END`), facts);
}

/** nullif() compares without the affinity of columns. */
export function nullIf(of: Value, other: Value): Value {
  const same = compare(plain(of), '=', plain(other));
  return value(of.kind, tight(`CASE WHEN ${same.sql} THEN NULL ELSE ${of.sql} END`), mixedLike(of));
}

/** coalesce() and ifnull() */
export function first(args: readonly Value[]): Value {
  if (args.length < 2) refuse('It calls a function with too few arguments.');
  const candidates = unify(args);
  const { kind, ...facts } = commonFacts(candidates);
  return value(kind, call('coalesce', ...candidates), facts);
}

/** iif(condition, then, condition, then, …, else) */
export function choose(args: readonly Value[]): Value {
  if (args.length < 2) refuse('It calls a function with too few arguments.');
  const isResult = (at: number) => at % 2 === 1 || at === args.length - 1;
  const results = unify(args.filter((_, at) => isResult(at)));
  const conditions = args.filter((_, at) => !isResult(at)).map(asCondition);
  return caseWhen(conditions, results);
}

/** min() and max() of several values yield NULL when one is NULL; least() and greatest() pass over it. */
export function extreme(routine: 'least' | 'greatest', args: readonly Value[]): Value {
  if (args.length < 2) refuse('It aggregates rows where none can be aggregated.');
  const candidates = unify(args.map((arg) => (arg.kind === 'boolean' ? asNumber(arg) : arg)));
  if (args.some(isFolded)) refuse('It takes the least of texts under a collation.');
  const { kind, ...facts } = commonFacts(candidates);
  const missing = candidates
    .filter((each) => each.literal === undefined)
    .map((each) => `${operand(each)} IS NULL`);
  const found = call(routine, ...candidates.map(sortKey));
  return value(
    kind,
    missing.length === 0 ? found : tight(`CASE WHEN ${missing.join(' OR ')} THEN NULL ELSE ${found.sql} END`),
    facts,
  );
}
