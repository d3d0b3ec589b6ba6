import type { Database } from 'better-sqlite3';
import type { TargetType } from '../../../shared/plan.ts';
import type { Source, SourceTable } from '../../../shared/source.ts';
import type { AssessedColumn, RejectionCount, Route } from '../values/assessed.ts';
import type { Reading } from '../values/encode.ts';
import {
  type Candidate,
  candidateTypes,
  fallbackTypes,
  integersFit,
  settledType,
} from './candidate-types.ts';
import type { Memory } from './memory.ts';
import { isAllConverted } from './native.ts';
import { surveyColumn, tryReading } from './read-column.ts';
import type { Screened } from './screened.ts';
import type { Survey } from './survey.ts';
import type { Tried } from './trial.ts';

/** An assessed column with the counts that the checks explain. */
export interface ScreenedColumn extends AssessedColumn {
  readonly screened: Screened;
  /** Present where the values were looked at one by one. */
  readonly survey?: Survey;
  /** What the declared type would have refused, where another was chosen for it. */
  readonly refused?: readonly RejectionCount[];
  /** What asked for the type: declaration and content, a key or a reference to one, or a person who edited the plan. */
  readonly asked: 'by the file' | 'by a key' | 'by the plan';
}

export interface AssessmentInput {
  readonly db: Database;
  readonly source: Source;
  readonly timezone?: string | undefined;
  readonly memory: Memory;
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
    const route = routeOf(screened, reading.type);
    return { ...facts, reading, route, rejections: [], converted, distinct: false };
  }
  const found = wanted
    ? await assessWanted(input, table, screened, wanted)
    : await assessByContent(input, table, screened);
  return { ...facts, ...found, route: routeOf(screened, found.reading.type) };
}

/** What a reading makes of a column's values. */
type Trial = Tried & { readonly reading: Reading };
type Assessed = Trial & Pick<ScreenedColumn, 'survey' | 'refused'>;

async function assessWanted(
  input: AssessmentInput,
  table: SourceTable,
  { column: { name } }: Screened,
  wanted: Candidate,
): Promise<Assessed> {
  const reading = zoned(wanted, input.timezone, true);
  const tried = await tryReading(input, table, name, reading);
  return { reading, survey: await surveyColumn(input, table, name), ...tried };
}

async function assessByContent(
  input: AssessmentInput,
  table: SourceTable,
  screened: Screened,
): Promise<Assessed> {
  const name = screened.column.name;
  const survey = await surveyColumn(input, table, name);
  const tryOut = async (candidate: Candidate): Promise<Trial> => {
    const reading = zoned(candidate, input.timezone);
    return { reading, ...(await tryReading(input, table, name, reading)) };
  };
  const tried: Trial[] = [];
  for (const candidate of candidateTypes(screened, survey)) {
    tried.push(await tryOut(candidate));
    if (rejected(tried.at(-1)) === 0) break;
  }
  const [first] = tried;
  const mostRefused = rejected(first) > screened.nonNull / 2;
  if (mostRefused && rejected(tried.at(-1)) > 0) {
    for (const candidate of fallbackTypes(screened, survey)) tried.push(await tryOut(candidate));
  }
  const chosen = tried.reduce((best, other) => (rejected(other) < rejected(best) ? other : best));
  const best = rejected(chosen) === 0 || mostRefused ? chosen : (first ?? chosen);
  return { survey, ...best, ...(first && best !== first ? { refused: first.rejections } : {}) };
}

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
  return {
    type,
    dateOrder: candidate.dateOrder,
    timezone: type.name === 'timestamptz' ? timezone : undefined,
  };
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
