import { compare } from './compare.ts';
import { type Context, needsClock, needsSession } from './context.ts';
import { asBigint, asCondition, asNumber, asText, commonFacts, sortKey, unify } from './convert.ts';
import { dateFunction } from './moments.ts';
import { bytewise, call, cast, type Fragment, infix, loose, operand, tight } from './postgres.ts';
import { strftime } from './strftime.ts';
import { refuse } from './translation.ts';
import {
  isFolded,
  isInteger,
  isNumber,
  number,
  numberLiteral,
  textLiteral,
  type Value,
  value,
} from './value.ts';

type Routine = (args: readonly Value[], context: Context) => Value;

/**
 * Calls the PostgreSQL counterpart of a SQLite scalar function (sqlite.org/lang_corefunc.html).
 *
 * @throws {Refusal} where there is none that does exactly the same
 */
export function callFunction(routine: string, args: readonly Value[], context: Context): Value {
  const known = routine.toLowerCase();
  if (args.some((arg) => arg.collation?.explicit)) refuse('It collates the argument of a function.');
  const counterpart = Object.hasOwn(routines, known) ? routines[known] : undefined;
  if (!counterpart) return refuse(`PostgreSQL has no function that does what ${routine}() does in SQLite.`);
  return counterpart(args, context);
}

const routines: Readonly<Record<string, Routine>> = {
  abs: ([of, ...more]) => {
    const numeric = asNumber(one(of, more));
    const wide = isInteger(numeric) ? asBigint(numeric, 'abs()') : numeric;
    return value(wide.kind, call('abs', wide), { ...mixedLike(wide), nonNegative: true });
  },
  round: ([of, places = number('0'), ...more]) => round(one(of, more), places),
  sign: ([of, ...more]) => value('integer', cast(call('sign', asNumber(one(of, more))), 'integer')),
  ceil: ([of, ...more]) => wholeNumber('ceil', one(of, more)),
  ceiling: ([of, ...more]) => wholeNumber('ceil', one(of, more)),
  floor: ([of, ...more]) => wholeNumber('floor', one(of, more)),
  trunc: ([of, ...more]) => wholeNumber('trunc', one(of, more)),
  lower: ([of, ...more]) => value('text', call('lower', bytewise(asText(one(of, more))))),
  upper: ([of, ...more]) => value('text', call('upper', bytewise(asText(one(of, more))))),
  length: ([of, ...more]) => length(one(of, more)),
  octet_length: ([of, ...more]) => {
    const subject = one(of, more);
    const bytes = subject.kind === 'bytea' ? subject : call('convert_to', asText(subject), tight("'UTF8'"));
    return value('integer', call('octet_length', bytes), { nonNegative: true });
  },
  substr: ([of, from, count, ...more]) => substring(one(of, more), from, count),
  substring: ([of, from, count, ...more]) => substring(one(of, more), from, count),
  trim: (args) => trim('btrim', args),
  ltrim: (args) => trim('ltrim', args),
  rtrim: (args) => trim('rtrim', args),
  replace: ([of, from, to, ...more]) => replace(one(of, more), required(from), required(to)),
  instr: ([of, part, ...more]) =>
    value('integer', call('strpos', asText(one(of, more)), asText(required(part))), { nonNegative: true }),
  concat: (args, context) => {
    needsSession(context, 'concat()');
    return value('text', call('concat', ...args.map(asText)));
  },
  concat_ws: (args, context) => {
    needsSession(context, 'concat_ws()');
    return value('text', call('concat_ws', ...args.map(asText)));
  },
  coalesce: (args) => first(args),
  ifnull: (args) => first(args),
  nullif: ([of, other, ...more]) => {
    const subject = one(of, more);
    const same = compare(plain(subject), '=', plain(required(other)));
    return value(
      subject.kind,
      tight(`CASE WHEN ${same.sql} THEN NULL ELSE ${subject.sql} END`),
      mixedLike(subject),
    );
  },
  iif: (args) => choose(args),
  if: (args) => choose(args),
  likely: ([of, ...more]) => hinted(one(of, more)),
  unlikely: ([of, ...more]) => hinted(one(of, more)),
  min: (args) => extreme('least', args),
  max: (args) => extreme('greatest', args),
  typeof: ([of, ...more]) => storageClass(one(of, more)),
  json_valid: ([of, ...more]) => jsonValid(one(of, more)),
  hex: ([of, ...more]) => hex(one(of, more)),
  randomblob: ([of, ...more], context) => {
    needsClock(context);
    const bytes = Number(numberLiteral(one(of, more)) ?? Number.NaN);
    if (Number.isNaN(bytes)) return refuse('The length of its randomblob() is not a fixed number.');
    return value('bytea', loose('random bytes'), { randomBytes: bytes });
  },
  date: (args, context) => dateFunction('date', args, context),
  time: (args, context) => dateFunction('time', args, context),
  datetime: (args, context) => dateFunction('datetime', args, context),
  unixepoch: (args, context) => dateFunction('unixepoch', args, context),
  julianday: (args, context) => dateFunction('julianday', args, context),
  strftime: (args, context) => strftime(args, context),
};

function required(of: Value | undefined): Value {
  return of ?? refuse('It calls a function with too few arguments.');
}

/** As functions get it: nullif() compares without the affinity of a column. */
function plain(of: Value): Value {
  return { ...of, affinity: 'none' };
}

/** A hint to SQLite's planner about a condition. */
function hinted(of: Value): Value {
  return of.kind === 'truth' ? of : plain(asNumber(of));
}

function one(of: Value | undefined, more: readonly Value[]): Value {
  if (more.length > 0) refuse('It calls a function with too many arguments.');
  return required(of);
}

function mixedLike(of: Value): Partial<Value> {
  return of.mixed ? { mixed: true } : {};
}

/**
 * Halves go away from zero. To a number of decimals SQLite rounds the double's exact binary value, in which
 * 2.675 is less than it says; PostgreSQL can't.
 */
function round(of: Value, places: Value): Value {
  const numeric = asNumber(of);
  const digits = numberLiteral(places);
  if (digits === undefined || !/^\d{1,2}$/.test(digits))
    return refuse('It rounds to a number of decimals that is not fixed.');
  if (isInteger(numeric)) return value('double', cast(numeric, 'double precision'));
  if (numeric.kind === 'numeric')
    return value('numeric', call('round', numeric, tight(digits)), { mixed: true });
  if (digits !== '0')
    return refuse('It rounds a double to decimals, where SQLite and PostgreSQL differ on halves.');
  const half = infix(call('sign', numeric), '*', cast(tight('0.5'), 'double precision'));
  const rounded = call('trunc', infix(numeric, '+', half));
  // From 2^52 on, doubles have no fraction, and adding a half would make the next one.
  return value(
    'double',
    tight(`CASE WHEN abs(${numeric.sql}) < 4503599627370496 THEN ${rounded.sql} ELSE ${numeric.sql} END`),
  );
}

function wholeNumber(routine: string, of: Value): Value {
  const numeric = asNumber(of);
  return value(numeric.kind, isInteger(numeric) ? numeric : call(routine, numeric), mixedLike(numeric));
}

/** Characters of a text or a number's digits, bytes of a blob. */
function length(of: Value): Value {
  const routine = of.kind === 'bytea' ? 'octet_length' : 'char_length';
  return value('integer', call(routine, of.kind === 'bytea' ? of : asText(of)), { nonNegative: true });
}

/** SQLite counts negative positions from the end and reads negative lengths backwards. */
function substring(of: Value, from: Value | undefined, count: Value | undefined): Value {
  const subject = asText(of);
  const start = required(from);
  const backwards = numberLiteral(start)?.startsWith('-');
  if (backwards && !count) return value('text', call('right', subject, negated(start)));
  if (!start.nonNegative || !isInteger(start) || (count && !(count.nonNegative && isInteger(count)))) {
    return refuse('It cuts a text at a position or length that may be negative.');
  }
  return value(
    'text',
    call('substr', subject, ...[start, count].filter((part) => part !== undefined).map(int4)),
  );
}

function negated(of: Value): Fragment {
  return tight((numberLiteral(of) ?? '').slice(1));
}

function int4(of: Value): Fragment {
  return of.kind === 'bigint' ? cast(of, 'integer') : of;
}

/** Where nothing is to be replaced SQLite doesn't look at the replacement, which may be NULL. */
function replace(of: Value, from: Value, to: Value): Value {
  const sought = textLiteral(from);
  if (sought === '') return asText(plain(of));
  if (sought === undefined && textLiteral(to) === undefined) refuse('It replaces a text that is not fixed.');
  return value('text', call('replace', asText(of), asText(from), asText(to)));
}

function trim(routine: string, [of, characters, ...more]: readonly Value[]): Value {
  const subject = asText(one(of, more));
  return value('text', characters ? call(routine, subject, asText(characters)) : call(routine, subject));
}

function first(args: readonly Value[]): Value {
  if (args.length < 2) refuse('It calls a function with too few arguments.');
  const candidates = unify(args);
  const { kind, ...facts } = commonFacts(candidates);
  return value(kind, call('coalesce', ...candidates), facts);
}

/** iif(condition, then, condition, then, …, else) */
function choose(args: readonly Value[]): Value {
  if (args.length < 2) refuse('It calls a function with too few arguments.');
  const isResult = (at: number) => at % 2 === 1 || at === args.length - 1;
  const results = unify(args.filter((_, at) => isResult(at)));
  const conditions = args.filter((_, at) => !isResult(at)).map(asCondition);
  const branches = conditions.map((condition, at) => `WHEN ${condition.sql} THEN ${results[at]?.sql}`);
  const last = results.length > conditions.length ? ` ELSE ${results.at(-1)?.sql}` : '';
  const { kind, ...facts } = commonFacts(results);
  return value(kind, tight(`CASE ${branches.join(' ')}${last} END`), facts);
}

/** min() and max() of several values yield NULL when one is NULL; least() and greatest() pass over it. */
function extreme(routine: 'least' | 'greatest', args: readonly Value[]): Value {
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

function storageClass(of: Value): Value {
  const is = storageOf(of);
  return value('text', tight(`CASE WHEN ${operand(of)} IS NULL THEN 'null' ELSE '${is}' END`), {
    storage: { of, is },
  });
}

function storageOf(of: Value): string {
  if (isInteger(of) || of.kind === 'boolean' || of.kind === 'truth') return 'integer';
  if (isNumber(of) && !of.mixed) return 'real';
  if (of.kind === 'text' && of.affinity !== 'BLOB' && (of.affinity === 'TEXT' || of.affinity === 'none'))
    return 'text';
  if (of.kind === 'bytea') return 'blob';
  return refuse('It asks for a storage class, which the column does not have on PostgreSQL.');
}

function jsonValid(of: Value): Value {
  if (of.kind !== 'text' && of.kind !== 'jsonb')
    refuse('It asks whether something else than a text is JSON.');
  if (of.kind === 'text') return value('truth', loose(`${operand(of)} IS JSON`));
  return value('truth', tight(`CASE WHEN ${operand(of)} IS NOT NULL THEN TRUE END`), { guaranteed: 'jsonb' });
}

/** hex(NULL) is the empty text. Random bytes come from a random UUID, whose first six bytes are all random. */
function hex(of: Value): Value {
  if (of.randomBytes === undefined) {
    const bytes = of.kind === 'bytea' ? of : call('convert_to', asText(of), tight("'UTF8'"));
    const digits = call('upper', call('encode', bytes, tight("'hex'")));
    return value('text', call('coalesce', digits, tight("''")));
  }
  const digits = call('replace', cast(tight('gen_random_uuid()'), 'text'), tight("'-'"), tight("''"));
  if (of.randomBytes === 16) return value('text', call('upper', digits));
  if (of.randomBytes < 1 || of.randomBytes > 6)
    return refuse('It makes random bytes in a number that PostgreSQL has no function for.');
  return value('text', call('upper', call('left', digits, tight(String(of.randomBytes * 2)))));
}
