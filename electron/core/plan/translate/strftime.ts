import { type Context, needsSession } from './context.ts';
import { epoch, type Moment, modified, nowText, toSecond } from './moments.ts';
import { call, cast, type Fragment, loose, string, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { textLiteral, type Value, value } from './value.ts';

/**
 * strftime(format, moment, modifier…) as text (sqlite.org/lang_datefunc.html).
 *
 * @throws {Refusal} for formats that PostgreSQL can't write, or not immutably where that is needed
 */
export function strftime(args: readonly Value[], context: Context): Value {
  const [format, of = nowText, ...modifiers] = args;
  const pattern = format && textLiteral(format);
  if (pattern === undefined) return refuse('Its date format is not a fixed text.');
  const moment = modified(of, modifiers, context);
  const unit = isoFormats.get(pattern);
  const facts: Partial<Value> = {
    ...(moment.local ? { local: true } : {}),
    ...(unit ? { moment: call('date_trunc', tight(string(unit)), moment) } : {}),
  };
  if (pattern.includes('%s') && moment.subsecond) refuse('It writes seconds since 1970 with a fraction.');
  if (pattern === '%s') {
    const seconds = epoch(moment);
    return value('text', cast(seconds, 'text'), { ...facts, digits: seconds, moment: toSecond(moment) });
  }
  if (pattern.includes('%f') && !moment.fromClock)
    refuse('It rounds the seconds of a column to milliseconds.');
  const pieces = piecesOf(pattern);
  const [only, ...others] = pieces;
  const digits = only && 'field' in only && others.length === 0 ? { digits: field(only.field, moment) } : {};
  return value('text', write(pieces, moment, context), { ...facts, ...digits });
}

/** A date, a time or a timestamp as ISO text, immutable where that is needed. */
export function isoText(of: Value, context: Context): Fragment {
  if (of.kind === 'time')
    return write(piecesOf('%H:%M:%S'), context.fixed ? of : cast(of, 'interval'), context);
  if (of.kind === 'date') return write(piecesOf('%Y-%m-%d'), cast(of, 'timestamp'), context);
  return write(piecesOf('%Y-%m-%d %H:%M:%S'), of, context);
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

/** A piece of a format: plain text, a field of the moment by its width, or what only to_char can write. */
type Piece =
  | { readonly plain: string }
  | { readonly field: string; readonly width: number; readonly template?: string }
  | { readonly template: string };

const codes: Readonly<Record<string, Piece>> = {
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
  I: { template: 'HH12' },
  p: { template: 'AM' },
  '%': { plain: '%' },
};

const shorthands: Readonly<Record<string, string>> = { F: '%Y-%m-%d', T: '%H:%M:%S', R: '%H:%M' };

function piecesOf(pattern: string): Piece[] {
  const long = pattern.replace(/%([FTR%])/g, (code, letter: string) => shorthands[letter] ?? code);
  return [...long.matchAll(/%(.?)|([^%]+)/gsu)].map(([, code, plain = '']): Piece => {
    if (code === undefined) return { plain };
    return codes[code] ?? refuse(`Its date format has the code %${code}.`);
  });
}

/** By to_char, which is short but not immutable, or else field by field. */
function write(pieces: readonly Piece[], moment: Moment, context: Context): Fragment {
  const templates = pieces.map(templateOf);
  const known = templates.filter((template) => template !== undefined);
  if (!context.fixed && known.length === templates.length) {
    return call('to_char', moment, tight(string(known.join(''))));
  }
  const parts = pieces.map((piece) => fieldText(piece, moment, context));
  const [only, ...others] = parts;
  return only && others.length === 0 ? only : loose(parts.map((part) => part.sql).join(' || '));
}

function templateOf(piece: Piece): string | undefined {
  if ('plain' in piece && /^[-:./ ]*$/.test(piece.plain)) return piece.plain;
  return 'plain' in piece ? `"${piece.plain.replace(/["\\]/g, '\\$&')}"` : piece.template;
}

function fieldText(piece: Piece, moment: Moment, context: Context): Fragment {
  if ('plain' in piece) return tight(string(piece.plain));
  if (!('field' in piece)) {
    needsSession(context, 'this date format');
    return refuse('Its date format mixes codes that PostgreSQL lacks.');
  }
  const digits = cast(field(piece.field, moment), 'text');
  return piece.width === 1 ? digits : call('lpad', digits, tight(String(piece.width)), tight("'0'"));
}

function field(part: string, moment: Moment): Fragment {
  const extracted = tight(`extract(${part} FROM ${moment.sql})`);
  return cast(part === 'second' ? call('floor', extracted) : extracted, 'integer');
}
