import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { typeSql } from '../electron/core/postgres/ddl.ts';
import { makePlan } from '../electron/core/run/make-plan.ts';
import { quoteName } from '../electron/core/source/quote.ts';
import type { School } from './school.ts';

/** A school's attendance table for contenders that take rows only. */
export interface Attendance {
  readonly rows: number;
  /** CREATE TABLE with the types that Rollcall chooses and NOT NULL, without key, index or CHECK. */
  readonly bareTable: string;
  /** Path of a file with the rows, in the order of the columns and without a header. */
  readonly csv: string;
}

/** @param folder for the CSV and what is needed meanwhile */
export async function prepareAttendance(
  school: School,
  folder: string,
  signal: AbortSignal,
): Promise<Attendance> {
  const csv = `${school.file}.csv`;
  await writeCsv(school.file, csv, signal);
  return { rows: school.rows.attendance, bareTable: await bareTable(school.file, folder, signal), csv };
}

async function bareTable(file: string, folder: string, signal: AbortSignal): Promise<string> {
  const { plan } = await makePlan(file, { folder }, { signal, advance: () => undefined });
  const columns = plan.tables.find(({ name }) => name === 'attendance')?.columns ?? [];
  const parts = columns.map(
    ({ name, type, notNull }) => `${quoteName(name)} ${typeSql(type)}${notNull ? ' NOT NULL' : ''}`,
  );
  return `CREATE TABLE attendance (${parts.join(', ')})`;
}

async function writeCsv(file: string, csv: string, signal: AbortSignal): Promise<void> {
  const db = new Database(file, { readonly: true });
  try {
    await pipeline(csvLines(db), createWriteStream(csv), { signal });
  } finally {
    db.close();
  }
}

/** Many lines at a time: a stream costs more per piece than a line does. */
const linesPerPiece = 5_000;

function* csvLines(db: Database.Database): Generator<string> {
  const rows = db.prepare<[], unknown[]>('SELECT * FROM attendance ORDER BY id').raw().iterate();
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(`${row.map(csvField).join(',')}\n`);
    if (lines.length < linesPerPiece) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

/** COPY's CSV: nothing between two commas is NULL, an empty text is quoted (PostgreSQL manual, COPY, "CSV Format"). */
export function csvField(value: unknown): string {
  if (value === null) return '';
  const text = String(value);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
