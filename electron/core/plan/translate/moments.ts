import { type Context, needsClock, needsSession } from './context.ts';
import { readDate, readTimestamp } from './iso.ts';
import { call, cast, type Fragment, infix, loose, string, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { isInteger, textLiteral, type Value, value } from './value.ts';

/** A moment that SQLite's date functions start from: a `timestamp` expression, in UTC unless said otherwise. */
interface Moment extends Fragment {
  /** The clock, unmoved by modifiers: the same instant as `timestamptz`. */
  readonly instant?: Fragment;
  readonly firstOfMonth?: true;
  readonly fromClock?: true;
}

/** date(), time() or datetime() of the clock, as in CURRENT_TIMESTAMP: UTC, to the second. */
export function clockValue(routine: 'date' | 'time' | 'datetime', context: Context): Value {
  return dateFunction(routine, [nowText], context);
}

const nowText: Value = { ...value('text', tight("'now'")), literal: { text: 'now' } };

/**
 * SQLite's date and time functions (sqlite.org/lang_datefunc.html). What gives ISO text there is a date, a
 * time or a timestamp here.
 *
 * @throws {Refusal} for texts and numbers of columns, which SQLite reads as dates in a dozen shapes
 */
export function dateFunction(routine: string, args: readonly Value[], context: Context): Value {
  const [of = nowText, ...modifiers] = args;
  const moment = modified(of, modifiers, context);
  switch (routine) {
    case 'date':
      return value('date', cast(moment, 'date'), {
        written: true,
        moment: call('date_trunc', tight("'day'"), moment),
      });
    case 'time':
      return value('time', cast(toSecond(moment), 'time'), { written: true });
    case 'datetime':
      return value('timestamp', toSecond(moment), {
        written: true,
        ...(moment.instant ? { instant: call('date_trunc', tight("'second'"), moment.instant) } : {}),
      });
    case 'unixepoch':
      return value('bigint', epoch(moment), { moment: toSecond(moment) });
    case 'julianday':
      return value('double', julianDay(moment));
    default:
      return refuse(`PostgreSQL has no function that does what SQLite's ${routine}() does.`);
  }
}

/** strftime(format, moment, modifier…) as text. */
export function strftime(args: readonly Value[], context: Context): Value {
  const [format, of = nowText, ...modifiers] = args;
  const pattern = format && textLiteral(format);
  if (pattern === undefined) return refuse('Its date format is not a fixed text.');
  const moment = modified(of, modifiers, context);
  if (pattern === '%s') {
    return value('text', cast(epoch(moment), 'text'), { digits: epoch(moment), moment: toSecond(moment) });
  }
  const codes = [...pattern.matchAll(/%(.)|([^%]+)/gsu)].map(([, code, plain]) => piece(code, plain ?? ''));
  const [only, ...others] = codes;
  const digits = only?.field && others.length === 0 ? { digits: field(only.field, moment) } : {};
  const whole = isoFormats.get(pattern);
  const facts = { ...digits, ...(whole ? { moment: call('date_trunc', tight(string(whole)), moment) } : {}) };
  if (pattern.includes('%f') && !moment.fromClock) {
    refuse('It rounds the seconds of a column to milliseconds.');
  }
  if (
    codes.every((code) => code.field !== undefined || code.plain !== undefined) &&
    (context.fixed || !codes.every((code) => code.template !== undefined))
  ) {
    const parts = codes.map((code) => (code.field ? padded(code, moment) : tight(string(code.plain ?? ''))));
    return value(
      'text',
      parts.length === 1 ? (parts[0] ?? tight("''")) : loose(parts.map((part) => part.sql).join(' || ')),
      facts,
    );
  }
  needsSession(context, 'this date format');
  const template = codes.map(
    (code) => code.template ?? refuse('Its date format mixes codes that PostgreSQL lacks.'),
  );
  return value('text', call('to_char', moment, tight(string(template.join('')))), facts);
}

/** Formats that name a moment in full, and the unit to which they do. */
const isoFormats: ReadonlyMap<string, string> = new Map([
  ['%Y-%m-%d', 'day'],
  ['%F', 'day'],
  ['%Y-%m-%d %H:%M:%S', 'second'],
  ['%Y-%m-%dT%H:%M:%S', 'second'],
  ['%Y-%m-%dT%H:%M:%SZ', 'second'],
  ['%F %T', 'second'],
  ['%Y-%m-%d %H:%M:%f', 'milliseconds'],
  ['%Y-%m-%dT%H:%M:%f', 'milliseconds'],
  ['%Y-%m-%dT%H:%M:%fZ', 'milliseconds'],
]);

/** One piece of a format: a template for to_char, a field for extract with its width, or plain text. */
interface Piece {
  readonly template?: string;
  readonly field?: string;
  readonly width?: number;
  readonly plain?: string;
}

const pieces: Readonly<Record<string, Piece>> = {
  Y: { template: 'YYYY', field: 'year', width: 4 },
  m: { template: 'MM', field: 'month', width: 2 },
  d: { template: 'DD', field: 'day', width: 2 },
  H: { template: 'HH24', field: 'hour', width: 2 },
  M: { template: 'MI', field: 'minute', width: 2 },
  S: { template: 'SS', field: 'second', width: 2 },
  f: { template: 'SS.MS' },
  j: { template: 'DDD', field: 'doy', width: 3 },
  u: { template: 'ID', field: 'isodow', width: 1 },
  w: { field: 'dow', width: 1 },
  G: { template: 'IYYY', field: 'isoyear', width: 4 },
  V: { template: 'IW', field: 'week', width: 2 },
  F: { template: 'YYYY-MM-DD' },
  T: { template: 'HH24:MI:SS' },
  R: { template: 'HH24:MI' },
  I: { template: 'HH12' },
  p: { template: 'AM' },
  '%': plainPiece('%'),
};

function plainPiece(plain: string): Piece {
  return { plain, template: `"${plain.replace(/["\\]/g, '\\$&')}"` };
}

function piece(code: string | undefined, plain: string): Piece {
  if (code === undefined) return plainPiece(plain);
  return pieces[code] ?? refuse(`Its date format has the code %${code}.`);
}

function field(part: string, moment: Moment): Fragment {
  const extracted = tight(`extract(${part} FROM ${moment.sql})`);
  return cast(part === 'second' ? call('floor', extracted) : extracted, 'integer');
}

function padded(code: Piece, moment: Moment): Fragment {
  const digits = cast(field(code.field ?? 'year', moment), 'text');
  return code.width === 1 ? digits : call('lpad', digits, tight(String(code.width)), tight("'0'"));
}

function toSecond(moment: Moment): Fragment {
  return call('date_trunc', tight("'second'"), moment);
}

function epoch(moment: Moment): Fragment {
  return cast(call('floor', tight(`extract(epoch FROM ${moment.sql})`)), 'bigint');
}

/** SQLite counts milliseconds since noon of 24 November 4714 BC; the Unix epoch lies 210,866,760,000,000 of them later. */
function julianDay(moment: Moment): Fragment {
  const milliseconds = `round(extract(epoch FROM ${moment.sql})::numeric * 1000) + 210866760000000`;
  return infix(cast(loose(milliseconds), 'double precision'), '/', tight('86400000'));
}

function modified(of: Value, modifiers: readonly Value[], context: Context): Moment {
  const words = modifiers.map(
    (modifier) =>
      textLiteral(modifier)?.trim().toLowerCase() ?? refuse('Its date modifier is not a fixed text.'),
  );
  const [first, ...rest] = words;
  if (first === 'unixepoch' && isInteger(of)) return rest.reduce(shift, fromEpoch(of));
  if (first === 'localtime' && textLiteral(of)?.toLowerCase() === 'now') {
    needsClock(context);
    return rest.reduce(shift, { ...tight('localtimestamp'), instant: tight('now()'), fromClock: true });
  }
  return words.reduce(shift, start(of, context));
}

function fromEpoch(of: Value): Moment {
  return infix(call('to_timestamp', of), 'AT TIME ZONE', tight("'UTC'"));
}

function start(of: Value, context: Context): Moment {
  const words = textLiteral(of);
  if (words?.toLowerCase() === 'now') {
    needsClock(context);
    return { ...loose("now() AT TIME ZONE 'UTC'"), instant: tight('now()'), fromClock: true };
  }
  if (words !== undefined) return fromWords(words);
  if (of.kind === 'timestamp') return { sql: of.sql, tight: of.tight };
  if (of.kind === 'date') return cast(of, 'timestamp');
  if (of.kind === 'timestamptz')
    return refuse('It takes a date from a moment with a time zone, by a zone that SQLite never knew.');
  return refuse('It reads a text or a number as a date, which SQLite does in many shapes.');
}

function fromWords(words: string): Moment {
  const date = readDate(words);
  const fragment = date ? cast(tight(date.replace(/::date$/, '')), 'timestamp') : readTimestamp(words);
  return fragment ? tight(fragment.sql) : refuse(`It takes '${words}' for a date.`);
}

/** SQLite lets 31 January plus a month overflow into March, PostgreSQL stops at the end of February. */
function shift(moment: Moment, modifier: string): Moment {
  const start = /^start of (day|month|year)$/.exec(modifier);
  if (start) {
    const [, unit = 'day'] = start;
    return {
      ...call('date_trunc', tight(string(unit)), moment),
      ...(unit === 'day' ? {} : { firstOfMonth: true as const }),
    };
  }
  const [, sign = '+', count = '', unit = ''] =
    /^([+-]?)(\d{1,6}) (day|hour|minute|second|month|year)s?$/.exec(modifier) ?? [];
  if (!unit) return refuse(`Its date modifier '${modifier}' has no counterpart.`);
  const byMonth = unit === 'month' || unit === 'year';
  if (byMonth && !moment.firstOfMonth)
    return refuse('It adds months, which overflow at the end of a month in SQLite.');
  const plural = count === '1' ? unit : `${unit}s`;
  const moved = infix(moment, sign === '-' ? '-' : '+', tight(`interval '${count} ${plural}'`));
  return byMonth ? { ...moved, firstOfMonth: true } : moved;
}
