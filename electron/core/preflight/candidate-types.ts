import type { DateOrder, TargetType } from '../../../shared/plan.ts';
import type { SourceColumn } from '../../../shared/source.ts';
import type { Screened } from './screened.ts';
import { dateOrderOf, type Survey } from './survey.ts';

/** A type that a column may become, with what its values need to be read by. */
export interface Candidate {
  readonly type: TargetType;
  readonly dateOrder?: DateOrder | undefined;
}

/** Range of a screened column of integers; 0 to 0 when it is empty. */
interface Range {
  readonly min?: bigint;
  readonly max?: bigint;
}

/** Whether SQLite's digits of every integer in the range are what the type's input takes. */
export function integersFit({ min = 0n, max = 0n }: Range, type: TargetType): boolean {
  switch (type.name) {
    case 'bigint':
    case 'numeric':
    case 'text':
      return true;
    case 'integer':
      return min >= -(2n ** 31n) && max < 2n ** 31n;
    case 'smallint':
      return min >= -(2n ** 15n) && max < 2n ** 15n;
    case 'boolean':
      return min >= 0n && max <= 1n;
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision - type.scale);
      return min > -limit && max < limit;
    }
    default:
      return false;
  }
}

/** `integer`, or `bigint` where the range, the default or the declaration asks for it. */
export function integerType({ declaredType, default: written }: SourceColumn, range: Range): TargetType {
  const fits = [range, defaultRange(written)].every((part) => integersFit(part, { name: 'integer' }));
  return fits && !/big|int8/i.test(declaredType) ? { name: 'integer' } : { name: 'bigint' };
}

/** SQLite's random() is any integer of 64 bits, unless a remainder is taken of it. */
const drawsAny = /^[^%]*\brandom\s*\(\s*\)[^%]*$/i;

/** What DEFAULT puts into a column of integers, as far as that shows; 0 where it doesn't. */
function defaultRange(written = ''): Range {
  if (drawsAny.test(written)) return { min: -(2n ** 63n), max: 2n ** 63n - 1n };
  const [, digits = '0'] = /^[\s('"]*([+-]?\d+)[\s)'"]*$/.exec(written) ?? [];
  const value = BigInt(digits);
  return BigInt.asIntN(64, value) === value ? { min: value, max: value } : {};
}

/**
 * The type of a column whose screening alone proves that every value fits; undefined when the values
 * have to be looked at one by one.
 */
export function settledType(screened: Screened): TargetType | undefined {
  const { declared, storage, column } = screened;
  if (storage === 'nothing') return emptyColumnType(screened);
  const integers = storage === 'integers';
  const numbers = integers || storage === 'numbers';
  const goodTexts = storage === 'texts' && screened.bytesSeen && screened.validUtf8 && !screened.nulBytes;
  switch (declared.kind) {
    case 'integer':
      return integers ? integerType(column, screened) : undefined;
    case 'real':
      return storage === 'numbers' ? { name: 'double precision' } : undefined;
    case 'numeric':
      return numbers && !screened.infinite ? { name: 'numeric' } : undefined;
    case 'decimal':
      return integers && integersFit(screened, decimalType(declared)) ? decimalType(declared) : undefined;
    case 'boolean':
      return integers && integersFit(screened, { name: 'boolean' }) ? { name: 'boolean' } : undefined;
    case 'text':
      return goodTexts ? { name: 'text' } : undefined;
    case 'varchar':
      return goodTexts && screened.maxBytes <= declared.length
        ? { name: 'varchar', length: declared.length }
        : undefined;
    case 'blob':
      return storage === 'blobs' ? { name: 'bytea' } : undefined;
    case 'date':
    case 'time':
    case 'timestamp':
      return storage === 'texts' && screened.allIso ? { name: declared.kind } : undefined;
    case 'none':
      if (integers) return { name: 'bigint' };
      if (storage === 'blobs') return { name: 'bytea' };
      return goodTexts ? { name: 'text' } : undefined;
    case 'json':
    case 'uuid':
      return undefined;
  }
}

function emptyColumnType({ declared, column }: Screened): TargetType {
  switch (declared.kind) {
    case 'integer':
      return integerType(column, {});
    case 'real':
      return { name: 'double precision' };
    case 'decimal':
      return decimalType(declared);
    case 'varchar':
      return { name: 'varchar', length: declared.length };
    case 'blob':
      return { name: 'bytea' };
    case 'json':
      return { name: 'jsonb' };
    case 'none':
      return { name: 'text' };
    case 'numeric':
    case 'boolean':
    case 'text':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'uuid':
      return { name: declared.kind };
  }
}

function decimalType({ precision, scale }: { precision: number; scale: number }): TargetType {
  return { name: 'decimal', precision, scale };
}

/**
 * The types to try on a column, the one that its declaration means first. A later one is taken when it
 * keeps every value and the first doesn't, or when the first would refuse more than half of them.
 */
export function candidateTypes(screened: Screened, survey: Survey): Candidate[] {
  const { declared, column } = screened;
  const dateOrder = dateOrderOf(survey);
  const integer: Candidate = { type: integerType(column, survey) };
  const text: Candidate = { type: { name: 'text' } };
  const bytea: Candidate = { type: { name: 'bytea' } };
  switch (declared.kind) {
    case 'integer':
      return [integer, ...(survey.fractions > 0 ? numbers : [])];
    case 'real':
      return [{ type: { name: 'double precision' } }, { type: { name: 'numeric' } }];
    case 'numeric':
      return numbersLast;
    case 'decimal':
      return [{ type: decimalType(declared) }, ...numbersLast];
    case 'boolean':
      return [{ type: { name: 'boolean' } }];
    case 'text':
      return [text];
    case 'varchar':
      return [{ type: { name: 'varchar', length: declared.length } }, text];
    case 'blob':
      return survey.blobs > 0 ? [bytea] : [...byContent(survey), bytea];
    case 'date':
      return survey.smallCounts
        ? countsOf(screened, survey)
        : [{ type: { name: 'date' }, dateOrder }, ...timestamps(survey, dateOrder)];
    case 'timestamp':
      return survey.smallCounts ? countsOf(screened, survey) : timestamps(survey, dateOrder);
    case 'time':
      return [{ type: { name: 'time' } }];
    case 'json':
      return [{ type: { name: 'jsonb' } }, text];
    case 'uuid':
      return [{ type: { name: 'uuid' } }, text];
    case 'none':
      return byContent(survey);
  }
}

/** Where to turn when most values aren't what the declaration means. */
export function fallbackTypes({ declared, column }: Screened, survey: Survey): Candidate[] {
  if (survey.blobs > (survey.texts + survey.integers + survey.reals) / 2)
    return [{ type: { name: 'bytea' } }];
  const integers = survey.texts + survey.reals + survey.blobs === 0 && declared.kind !== 'uuid';
  return [...(integers ? [{ type: integerType(column, survey) }] : []), { type: { name: 'text' } }];
}

const numbers: Candidate[] = [{ type: { name: 'double precision' } }, { type: { name: 'numeric' } }];
const numbersLast: Candidate[] = [{ type: { name: 'numeric' } }, { type: { name: 'double precision' } }];

function timestamps({ notations }: Survey, dateOrder: DateOrder | undefined): Candidate[] {
  const naive: Candidate = { type: { name: 'timestamp' }, dateOrder };
  const zoned: Candidate = { type: { name: 'timestamptz' }, dateOrder };
  const offsets = notations.has('iso timestamp with offset') || notations.has('timestamp of Go');
  const timestamp = offsets ? zoned : naive;
  return notations.has('finer than microseconds') ? [timestamp, { type: { name: 'text' } }] : [timestamp];
}

/** Years, months such as 202601 or days of a spreadsheet in a column of dates: read as seconds they would all be 1970. */
function countsOf({ column }: Screened, survey: Survey): Candidate[] {
  if (survey.texts + survey.blobs > 0) return [{ type: { name: 'text' } }];
  return [{ type: integerType(column, survey) }, ...numbers];
}

/** No declaration to go by: the narrowest type that mixes nothing up, so that 7 and '007' stay two values. */
function byContent({ integers, reals, texts, blobs }: Survey): Candidate[] {
  const text: Candidate = { type: { name: 'text' } };
  if (texts === 0 && blobs === 0) return reals === 0 ? [{ type: { name: 'bigint' } }] : numbers;
  return blobs > 0 && texts + integers + reals === 0 ? [{ type: { name: 'bytea' } }] : [text];
}
