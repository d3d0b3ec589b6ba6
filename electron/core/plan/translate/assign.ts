import type { TargetType } from '../../../../shared/plan.ts';
import { constant, typeName } from './constant.ts';
import type { Context } from './context.ts';
import { asCondition, asDouble, asNumber, asText, describe } from './convert.ts';
import { cast, type Fragment, infix, tight } from './postgres.ts';
import { isoText } from './strftime.ts';
import { refuse } from './translation.ts';
import { isInteger, isNumber, isTemporal, isTruth, type Value } from './value.ts';

/**
 * A value as a column of the type stores it, as DEFAULT and generated columns do.
 *
 * @returns PostgreSQL text
 * @throws {Refusal} where SQLite would store something that the type can't hold
 */
export function assign(of: Value, type: TargetType, context: Context): string {
  if (of.literal) return constant(of.literal, type);
  if (of.kind === 'null') return 'NULL';
  const stored = store(of, type, context);
  return stored?.sql ?? refuse(`It yields ${describe(of)} for a column of type ${typeName(type)}.`);
}

function store(of: Value, type: TargetType, context: Context): Fragment | undefined {
  switch (type.name) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return integer(of);
    case 'double precision':
      return isNumber(of) || isTruth(of) ? asDouble(of) : undefined;
    case 'numeric':
    case 'decimal':
      // PostgreSQL makes 15 digits of a double.
      return (isNumber(of) && of.kind !== 'double') || isTruth(of) ? asNumber(of) : undefined;
    case 'boolean':
      return isTruth(of) ? asCondition(of) : undefined;
    case 'text':
      return words(of, context);
    case 'varchar':
      return isTemporal(of) && type.length < momentLength(of) ? undefined : words(of, context);
    case 'date':
      return of.kind === 'date' ? of : of.kind === 'timestamp' && of.written ? cast(of, 'date') : undefined;
    case 'timestamp':
      return of.kind === 'timestamp' ? of : of.kind === 'date' ? cast(of, 'timestamp') : of.moment;
    case 'timestamptz':
      return zoned(of, context);
    default:
      return of.kind === type.name ? of : undefined;
  }
}

function integer(of: Value): Fragment | undefined {
  if (of.digits) return of.digits;
  return isInteger(of) || isTruth(of) ? asNumber(of) : undefined;
}

function words(of: Value, context: Context): Fragment | undefined {
  if (isTemporal(of)) return of.written ? isoText(of, context) : undefined;
  return of.kind === 'text' || isInteger(of) || isTruth(of) ? asText(of) : undefined;
}

function momentLength(of: Value): number {
  return of.kind === 'timestamp' ? 19 : of.kind === 'date' ? 10 : 8;
}

/** SQLite's clock is UTC unless asked otherwise; the zone of a column's moment is anybody's guess. */
function zoned(of: Value, context: Context): Fragment | undefined {
  if (of.kind === 'timestamptz') return of;
  if (context.fixed) return undefined;
  if (of.instant) return of.instant;
  const moment = of.kind === 'timestamp' ? of : of.moment;
  if (!moment) return undefined;
  return of.local ? cast(moment, 'timestamptz') : infix(moment, 'AT TIME ZONE', tight("'UTC'"));
}
