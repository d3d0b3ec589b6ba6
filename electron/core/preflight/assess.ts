import type { Database } from 'better-sqlite3';
import type { TargetType } from '../../../shared/plan.ts';
import type { Source, SourceTable } from '../../../shared/source.ts';
import type { AssessedColumn, RejectionCount, Route } from '../values/assessed.ts';
import { encoderFor, type Reading } from '../values/encode.ts';
import type { RejectionReason, StoredValue } from '../values/stored-value.ts';
import { valuesOf } from '../values/values-of.ts';
import {
  type Candidate,
  candidateTypes,
  fallbackTypes,
  integersFit,
  settledType,
} from './candidate-types.ts';
import { isAllConverted, isConverted } from './native.ts';
import type { Screened } from './screened.ts';
import { type Survey, surveyColumn } from './survey.ts';

/** An assessed column with the counts that the checks explain. */
export interface ScreenedColumn extends AssessedColumn {
  readonly screened: Screened;
  /** Present where the values were looked at one by one. */
  readonly survey?: Survey;
  /** What the declared type would have refused, where another was chosen for it. */
  readonly refused?: readonly RejectionCount[];
  /** What asked for the type: declaration and content, or a person who edited the plan. */
  readonly asked: 'by the file' | 'by the plan';
}

export interface AssessmentInput {
  readonly db: Database;
  readonly source: Source;
  readonly timezone?: string | undefined;
  readonly signal: AbortSignal;
}

/** What a column of a plan becomes, and whether the file by itself would have asked for it. */
export async function assessPlanned(
  input: AssessmentInput,
  table: SourceTable,
  screened: Screened,
  planned: Candidate,
): Promise<ScreenedColumn> {
  const own = await assessColumn(input, table, screened);
  const { type, dateOrder } = own.reading;
  if (sameType(type, planned.type) && dateOrder === planned.dateOrder) return own;
  return { ...(await assessColumn(input, table, screened, planned)), asked: 'by the plan' };
}

/**
 * Decides what a column becomes, by its declared type and by its content.
 *
 * @param wanted the reading to use instead of an own choice
 */
export async function assessColumn(
  input: AssessmentInput,
  table: SourceTable,
  screened: Screened,
  wanted?: Candidate,
): Promise<ScreenedColumn> {
  const column = screened.column;
  const { nonNull, max } = screened;
  const facts = { column, screened, nonNull, max, asked: 'by the file' } as const;
  const settled = settledType(screened);
  const proven = wanted ?? (settled && { type: settled });
  if (proven && (sameType(proven.type, settled) || routeOf(screened, proven.type) !== 'by value')) {
    const reading = zoned(proven, input.timezone, wanted !== undefined);
    const converted = isAllConverted(reading.type, screened.storage);
    return { ...facts, reading, route: routeOf(screened, reading.type), rejections: [], converted };
  }
  const options = { encoding: input.source.file.encoding, signal: input.signal };
  const survey = await surveyColumn(input.db, table, column.name, options);
  const candidates = wanted ? [wanted] : candidateTypes(screened, survey);
  const tried: Trial[] = [];
  for (const candidate of candidates) {
    const reading = zoned(candidate, input.timezone, wanted !== undefined);
    tried.push(await tryReading(input, table, column.name, reading));
    if (rejected(tried.at(-1)) === 0) break;
  }
  const [first] = tried;
  if (!wanted && rejected(first) > screened.nonNull / 2 && rejected(tried.at(-1)) > 0) {
    for (const candidate of fallbackTypes(screened, survey)) {
      const reading = zoned(candidate, input.timezone);
      tried.push(await tryReading(input, table, column.name, reading));
    }
  }
  const chosen = tried.reduce((best, other) => (rejected(other) < rejected(best) ? other : best));
  const best = rejected(chosen) === 0 || rejected(first) > screened.nonNull / 2 ? chosen : (first ?? chosen);
  const refused = first && best !== first ? { refused: first.rejections } : {};
  return { ...facts, survey, ...best, ...refused, route: routeOf(screened, best.reading.type) };
}

/** What a reading makes of a column's values. */
type Trial = Pick<AssessedColumn, 'reading' | 'rejections' | 'converted'>;

function rejected(tried: Trial | undefined): number {
  return tried?.rejections.reduce((sum, { count }) => sum + count, 0) ?? 0;
}

function sameType(one: TargetType, other: TargetType | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** With a zone given, a column of points in time becomes timestamptz, unless a plan says otherwise. */
function zoned(candidate: Candidate, timezone: string | undefined, asPlanned = false): Reading {
  const zone = timezone !== undefined && candidate.type.name === 'timestamp' && !asPlanned;
  const type = zone ? { name: 'timestamptz' as const } : candidate.type;
  return { type, dateOrder: candidate.dateOrder, timezone };
}

function routeOf(screened: Screened, type: TargetType): Route {
  const { storage } = screened;
  if (storage === 'nothing') return 'as it is';
  if (storage === 'blobs' && type.name === 'bytea') return 'as hex';
  if (storage === 'integers') return integersFit(screened, type) ? 'as it is' : 'by value';
  if (storage !== 'texts' || !screened.bytesSeen || !screened.validUtf8 || screened.nulBytes)
    return 'by value';
  // How long texts are is known of declared lengths only; a plan may ask for a length of its own.
  const measured = screened.declared.kind === 'varchar';
  if (type.name === 'text' || (type.name === 'varchar' && measured && screened.maxBytes <= type.length)) {
    return screened.escapes ? 'escaped' : 'as it is';
  }
  return screened.allIso && type.name === screened.declared.kind ? 'as it is' : 'by value';
}

/** Counts what an encoder refuses, by reason, with up to five samples each. */
async function tryReading(
  { db, source, signal }: AssessmentInput,
  table: SourceTable,
  column: string,
  reading: Reading,
): Promise<Trial> {
  const encode = encoderFor(reading);
  const counts = new Map<RejectionReason, RejectionCount>();
  let converted = false;
  const options = { encoding: source.file.encoding, signal };
  for await (const values of valuesOf(db, table, column, options)) {
    for (const { key, value, validText } of values) {
      const encoded = validText ? encode(value) : invalidText;
      if (typeof encoded === 'string') {
        converted ||= isConverted(reading.type, value, encoded);
        continue;
      }
      const entry = counts.get(encoded.rejected) ?? { reason: encoded.rejected, count: 0, samples: [] };
      entry.count += 1;
      if (entry.samples.length < 5) entry.samples.push({ key, value: sampleText(value) });
      counts.set(encoded.rejected, entry);
    }
  }
  return { reading, rejections: [...counts.values()], converted };
}

const invalidText = { rejected: 'invalid UTF-8' } as const;

/** A value for people: at most 200 characters, bytes in hexadecimal. */
export function sampleText(value: StoredValue): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value.subarray(0, 99)).toString('hex')}'`;
  return String(value).slice(0, 200);
}
