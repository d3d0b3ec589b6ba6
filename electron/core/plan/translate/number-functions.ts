import { mixedLike } from './arguments.ts';
import { asBigint, asNumber } from './convert.ts';
import { call, cast, infix, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { isInteger, numberLiteral, type Value, value } from './value.ts';

export function absolute(of: Value): Value {
  const numeric = asNumber(of);
  const wide = isInteger(numeric) ? asBigint(numeric, 'abs()') : numeric;
  return value(wide.kind, call('abs', wide), { ...mixedLike(wide), nonNegative: true });
}

/**
 * Halves go away from zero. To a number of decimals SQLite rounds the double's exact binary value, in which
 * 2.675 is less than it says; PostgreSQL can't.
 */
export function round(of: Value, places: Value): Value {
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

/** ceil(), floor() and trunc(), which leave integers alone. */
export function wholeNumber(routine: string, of: Value): Value {
  const numeric = asNumber(of);
  return value(numeric.kind, isInteger(numeric) ? numeric : call(routine, numeric), mixedLike(numeric));
}
