import { one, plain, required } from './arguments.ts';
import { type Context, needsClock } from './context.ts';
import { asText } from './convert.ts';
import { call, cast, type Fragment, loose, operand, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { isInteger, numberLiteral, textLiteral, type Value, value } from './value.ts';

/** Characters of a text or a number's digits, bytes of a blob. */
export function length(of: Value): Value {
  const routine = of.kind === 'bytea' ? 'octet_length' : 'char_length';
  return value('integer', call(routine, of.kind === 'bytea' ? of : asText(of)), { nonNegative: true });
}

/** SQLite counts negative positions from the end and reads negative lengths backwards. */
export function substring(of: Value, from: Value | undefined, count: Value | undefined): Value {
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
export function replace(of: Value, from: Value, to: Value): Value {
  const sought = textLiteral(from);
  if (sought === '') return asText(plain(of));
  if (sought === undefined && textLiteral(to) === undefined) refuse('It replaces a text that is not fixed.');
  return value('text', call('replace', asText(of), asText(from), asText(to)));
}

export function trim(routine: string, [of, characters, ...more]: readonly Value[]): Value {
  const subject = asText(one(of, more));
  return value('text', characters ? call(routine, subject, asText(characters)) : call(routine, subject));
}

/**
 * A text goes through the input of bytea, which reads backslashes: convert_to() isn't immutable, so no generated column
 * or index may call it. The server's own encoding is UTF8.
 */
export function bytes(of: Value): Fragment {
  if (of.kind === 'bytea') return of;
  return cast(call('replace', asText(of), tight(String.raw`'\'`), tight(String.raw`'\\'`)), 'bytea');
}

/** hex(NULL) is the empty text. */
export function hex(of: Value): Value {
  if (of.hexDigits) return value('text', call('upper', of.hexDigits));
  const digits = call('upper', call('encode', bytes(of), tight("'hex'")));
  return value('text', call('coalesce', digits, tight("''")));
}

/**
 * Random bytes come from random UUIDs, whose first and last six are all random. PostgreSQL 12 makes none without an
 * extension; there the plan's proof leaves the default out.
 */
export function randomBytes(length: Value, context: Context): Value {
  needsClock(context);
  const count = Number(numberLiteral(length) ?? Number.NaN);
  const all = call('replace', cast(tight('gen_random_uuid()'), 'text'), tight("'-'"), tight("''"));
  if (!(Number.isInteger(count) && count >= 1 && count <= 64)) {
    return refuse('It makes random bytes in a number that PostgreSQL has no function for.');
  }
  const hexDigits =
    count === 16 ? all : count <= 6 ? call('left', all, tight(String(count * 2))) : lastDigits(count * 2);
  return value('bytea', call('decode', hexDigits, tight("'hex'")), { hexDigits });
}

/** Any of the integers of 64 bits, each as likely as another. */
export function randomInteger(args: readonly Value[], context: Context): Value {
  if (args.length > 0) refuse('It calls a function with too many arguments.');
  needsClock(context);
  return value('bigint', cast(cast(loose(`'x' || ${operand(lastDigits(16))}`), 'bit(64)'), 'bigint'));
}

function lastDigits(count: number): Fragment {
  const parts = Array.from({ length: Math.ceil(count / 12) }, (_, at) =>
    call('right', cast(tight('gen_random_uuid()'), 'text'), tight(String(Math.min(12, count - at * 12)))),
  );
  return loose(parts.map(operand).join(' || '));
}
