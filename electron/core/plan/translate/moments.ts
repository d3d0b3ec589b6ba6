import { type Context, needsClock } from './context.ts';
import { readDate, readTimestamp } from './iso.ts';
import { call, cast, type Fragment, infix, loose, string, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { isInteger, textLiteral, type Value, value } from './value.ts';

/** A moment that SQLite's date functions start from: a `timestamp` expression, in UTC unless said otherwise. */
export interface Moment extends Fragment {
  /** The clock, unmoved by modifiers: the same instant as `timestamptz`. */
  readonly instant?: Fragment;
  readonly firstOfMonth?: true;
  readonly fromClock?: true;
  /** By the clock on the wall, in the server's zone. */
  readonly local?: true;
  /** Asked for to the millisecond, where seconds would do otherwise. */
  readonly subsecond?: true;
}

/** date(), time() or datetime() of the clock, as in CURRENT_TIMESTAMP: UTC, to the second. */
export function clockValue(routine: 'date' | 'time' | 'datetime', context: Context): Value {
  return dateFunction(routine, [nowText], context);
}

/** What the functions take when they are given no moment. */
export const nowText: Value = { ...value('text', tight("'now'")), literal: { text: 'now' } };

/**
 * SQLite's date and time functions (sqlite.org/lang_datefunc.html). What gives ISO text there is a date, a
 * time or a timestamp here.
 *
 * @throws {Refusal} for texts and numbers of columns, which SQLite reads as dates in a dozen shapes
 */
export function dateFunction(routine: string, args: readonly Value[], context: Context): Value {
  const [of = nowText, ...modifiers] = args;
  const moment = modified(of, modifiers, context);
  const local = moment.local ? { local: true as const } : {};
  switch (routine) {
    case 'date':
      return value('date', cast(moment, 'date'), {
        written: true,
        moment: call('date_trunc', tight("'day'"), moment),
      });
    case 'time':
      return value('time', cast(toSecond(moment), 'time'), { ...local, written: true });
    case 'datetime':
      return value('timestamp', toSecond(moment), {
        ...local,
        written: true,
        ...(moment.instant ? { instant: call('date_trunc', tight("'second'"), moment.instant) } : {}),
      });
    case 'unixepoch':
      return moment.subsecond
        ? value('double', epochToMillisecond(moment))
        : value('bigint', epoch(moment), { moment: toSecond(moment) });
    case 'julianday':
      return value('double', julianDay(moment));
    default:
      return refuse(`PostgreSQL has no function that does what SQLite's ${routine}() does.`);
  }
}

export function toSecond(moment: Moment): Fragment {
  return call('date_trunc', tight("'second'"), moment);
}

/** Whole seconds since 1970, in UTC. */
export function epoch(moment: Moment): Fragment {
  return cast(call('floor', tight(`extract(epoch FROM ${moment.sql})`)), 'bigint');
}

/** SQLite divides whole milliseconds by a thousand. */
function epochToMillisecond(moment: Moment): Fragment {
  const milliseconds = call('floor', loose(`extract(epoch FROM ${moment.sql})::numeric * 1000`));
  return infix(cast(milliseconds, 'double precision'), '/', tight('1000'));
}

/** SQLite counts milliseconds since noon of 24 November 4714 BC; the Unix epoch lies 210,866,760,000,000 of them later. */
function julianDay(moment: Moment): Fragment {
  const milliseconds = `round(extract(epoch FROM ${moment.sql})::numeric * 1000) + 210866760000000`;
  return infix(cast(loose(milliseconds), 'double precision'), '/', tight('86400000'));
}

const subsecondWords: ReadonlySet<string> = new Set(['subsec', 'subsecond']);

/** The modifier that asks for milliseconds, which may stand for the clock as well. */
export function isSubsecond(of: Value): boolean {
  return subsecondWords.has(textLiteral(of)?.trim().toLowerCase() ?? '');
}

/** The moment that a date function's first argument names, moved by the modifiers after it. */
export function modified(of: Value, modifiers: readonly Value[], context: Context): Moment {
  const words = modifiers.map(
    (modifier) =>
      textLiteral(modifier)?.trim().toLowerCase() ?? refuse('Its date modifier is not a fixed text.'),
  );
  const [first, ...rest] = words;
  if (isSubsecond(of)) return { ...words.reduce(shift, start(nowText, context)), subsecond: true };
  if (first === 'unixepoch' && isInteger(of)) return rest.reduce(shift, fromEpoch(of));
  if (first === 'localtime' && textLiteral(of)?.toLowerCase() === 'now') {
    needsClock(context);
    return rest.reduce(shift, { ...tight('localtimestamp'), instant: tight('now()'), ...clock, local: true });
  }
  return words.reduce(shift, start(of, context));
}

function fromEpoch(of: Value): Moment {
  return infix(call('to_timestamp', of), 'AT TIME ZONE', tight("'UTC'"));
}

const clock = { fromClock: true } as const;

function start(of: Value, context: Context): Moment {
  const words = textLiteral(of);
  if (words?.toLowerCase() === 'now') {
    needsClock(context);
    return { ...loose("now() AT TIME ZONE 'UTC'"), instant: tight('now()'), ...clock };
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
function shift({ fromClock, local, subsecond, ...moment }: Moment, modifier: string): Moment {
  const kept = {
    ...(fromClock ? { fromClock } : {}),
    ...(local ? { local } : {}),
    ...(subsecond ? { subsecond } : {}),
  };
  if (subsecondWords.has(modifier)) return { ...moment, ...kept, subsecond: true };
  const start = /^start of (day|month|year)$/.exec(modifier)?.[1];
  if (start) {
    const begun = call('date_trunc', tight(string(start)), moment);
    return { ...kept, ...begun, ...(start === 'day' ? {} : { firstOfMonth: true }) };
  }
  const interval = /^([+-]?)(\d{1,6}) (day|hour|minute|second|month|year)s?$/.exec(modifier);
  const [, sign, count = '', unit = ''] = interval ?? [];
  if (!interval) return refuse(`Its date modifier '${modifier}' has no counterpart.`);
  const byMonth = unit === 'month' || unit === 'year';
  if (byMonth && !moment.firstOfMonth)
    return refuse('It adds months, which overflow at the end of a month in SQLite.');
  const distance = tight(`interval '${count} ${count === '1' ? unit : `${unit}s`}'`);
  return {
    ...kept,
    ...infix(moment, sign === '-' ? '-' : '+', distance),
    ...(byMonth ? { firstOfMonth: true } : {}),
  };
}
