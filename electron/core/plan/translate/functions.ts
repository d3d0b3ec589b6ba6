import { one, plain, required } from './arguments.ts';
import { choose, extreme, first, nullIf } from './choices.ts';
import { type Context, needsSession } from './context.ts';
import { asNumber, asText } from './convert.ts';
import { dateFunction, isSubsecond } from './moments.ts';
import { absolute, round, wholeNumber } from './number-functions.ts';
import { bytewise, call, cast, loose, operand, tight } from './postgres.ts';
import { strftime } from './strftime.ts';
import {
  bytes,
  hex,
  length,
  randomBytes,
  randomInteger,
  replace,
  substring,
  trim,
} from './text-functions.ts';
import { refuse } from './translation.ts';
import { isInteger, isNumber, number, text, textLiteral, type Value, value } from './value.ts';

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
  abs: ([of, ...more]) => absolute(one(of, more)),
  round: ([of, places = number('0'), ...more]) => round(one(of, more), places),
  sign: ([of, ...more]) => value('integer', cast(call('sign', asNumber(one(of, more))), 'integer')),
  ceil: ([of, ...more]) => wholeNumber('ceil', one(of, more)),
  ceiling: ([of, ...more]) => wholeNumber('ceil', one(of, more)),
  floor: ([of, ...more]) => wholeNumber('floor', one(of, more)),
  trunc: ([of, ...more]) => wholeNumber('trunc', one(of, more)),
  lower: ([of, ...more]) => value('text', call('lower', bytewise(asText(one(of, more))))),
  upper: ([of, ...more]) => value('text', call('upper', bytewise(asText(one(of, more))))),
  length: ([of, ...more]) => length(one(of, more)),
  octet_length: ([of, ...more]) =>
    value('integer', call('octet_length', bytes(one(of, more))), { nonNegative: true }),
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
  nullif: ([of, other, ...more]) => nullIf(one(of, more), required(other)),
  iif: (args) => choose(args),
  if: (args) => choose(args),
  likely: ([of, ...more]) => hinted(one(of, more)),
  unlikely: ([of, ...more]) => hinted(one(of, more)),
  min: (args) => extreme('least', args),
  max: (args) => extreme('greatest', args),
  typeof: ([of, ...more]) => storageClass(one(of, more)),
  json: ([of, ...more]) => json(one(of, more)),
  json_array: (args) => emptyJson('[]', args),
  json_object: (args) => emptyJson('{}', args),
  json_valid: ([of, ...more]) => jsonValid(one(of, more)),
  hex: ([of, ...more]) => hex(one(of, more)),
  random: (args, context) => randomInteger(args, context),
  randomblob: ([of, ...more], context) => randomBytes(one(of, more), context),
  date: (args, context) => dateFunction('date', args, context),
  time: (args, context) =>
    args.some(isSubsecond)
      ? strftime([text('%H:%M:%f'), ...args], context)
      : dateFunction('time', args, context),
  datetime: (args, context) =>
    args.some(isSubsecond)
      ? strftime([text('%Y-%m-%d %H:%M:%f'), ...args], context)
      : dateFunction('datetime', args, context),
  unixepoch: (args, context) => dateFunction('unixepoch', args, context),
  julianday: (args, context) => dateFunction('julianday', args, context),
  strftime: (args, context) => strftime(args, context),
};

/** A hint to SQLite's planner about a condition. */
function hinted(of: Value): Value {
  return of.kind === 'truth' ? of : plain(asNumber(of));
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

/** SQLite takes the blanks out of it; PostgreSQL's jsonb does the opposite. */
function json(of: Value): Value {
  const written = textLiteral(of);
  return written !== undefined && isMinimal(written)
    ? text(written)
    : refuse('It writes JSON anew, which PostgreSQL does with other blanks.');
}

function isMinimal(written: string): boolean {
  try {
    return JSON.stringify(JSON.parse(written)) === written;
  } catch {
    return false;
  }
}

function emptyJson(written: string, members: readonly Value[]): Value {
  return members.length === 0
    ? text(written)
    : refuse('It makes JSON of values, which PostgreSQL writes with other blanks.');
}

function jsonValid(of: Value): Value {
  if (of.kind !== 'text' && of.kind !== 'jsonb')
    refuse('It asks whether something else than a text is JSON.');
  if (of.kind === 'text') return value('truth', loose(`${operand(of)} IS JSON`));
  return value('truth', tight(`CASE WHEN ${operand(of)} IS NOT NULL THEN TRUE END`), { guaranteed: 'jsonb' });
}
