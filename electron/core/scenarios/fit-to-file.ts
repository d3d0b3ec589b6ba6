import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Scenario } from '../../../shared/scenario.ts';
import { isSqliteError } from '../source/sqlite-error.ts';
import type { Random } from '../values/random.ts';
import { isQueryOrChange } from './allowed.ts';
import { drawOperations } from './draw.ts';
import { type FitsFile, type Reason, skip, type Tried } from './fit.ts';
import { type Numbered, numberForSqlite } from './numbered.ts';
import { notDrawn, stepsOf } from './operations.ts';
import type { Readings } from './to-server.ts';

/**
 * Draws a scenario's values from a file and does it there once, undone again.
 *
 * @param db a copy of the school's file that may be written to
 * @param readings what the file's columns became on the server
 */
export function fitToFile(
  db: Database,
  scenario: Scenario,
  random: Random,
  readings: Readings,
): Tried<FitsFile> {
  try {
    const sqlite = scenario.statements.map((statement) => numberForSqlite(statement.sqlite));
    const problem = problemInFile(db, scenario, sqlite);
    if (problem !== undefined) return skip(scenario, { kind: 'not allowed', ...problem });
    const draws = drawOperations(db, scenario, random, readings);
    const [first] = draws.drawn;
    if (first === undefined) return skip(scenario, { kind: 'nothing to draw from' });
    const parameter = notDrawn(scenario, sqlite, first);
    if (parameter !== undefined) return skip(scenario, { kind: 'not drawn', parameter });
    const prepared = sqlite.map(({ sql }) => db.prepare(sql));
    undone(db, () => {
      for (const { statement, values } of stepsOf(scenario, sqlite, first)) {
        const one = prepared[statement];
        if (one?.reader) one.all(values);
        else one?.run(values);
      }
    });
    return { fits: { scenario, sqlite, ...draws } };
  } catch (error) {
    const detail = wordsOfSqlite(error);
    if (detail === undefined) throw error;
    return skip(scenario, { kind: 'refused', by: 'sqlite', detail });
  }
}

/** What keeps a statement from being done on the file. Those that draw only read, so that all engines meet the same rows. */
function problemInFile(
  db: Database,
  { draw, writes }: Scenario,
  sqlite: readonly Numbered[],
): Pick<Extract<Reason, { kind: 'not allowed' }>, 'problem' | 'statement'> | undefined {
  const statements = sqlite.map(({ sql }) => sql);
  const drawing = [draw?.sql, draw?.each].flatMap((sql) =>
    sql === undefined ? [] : [numberForSqlite(sql).sql],
  );
  const other = [...drawing, ...statements].find((sql) => !isQueryOrChange(sql));
  if (other !== undefined) return { problem: 'another kind of statement', statement: other };
  const reading = writes ? drawing : [...drawing, ...statements];
  const writing = reading.find((sql) => !db.prepare(sql).readonly);
  return writing === undefined ? undefined : { problem: 'changes rows', statement: writing };
}

/** better-sqlite3 has words of its own for a text that isn't one statement; zod has them for a blob that was drawn. */
function wordsOfSqlite(error: unknown): string | undefined {
  if (error instanceof z.ZodError) return 'a value that was drawn is a blob';
  return isSqliteError(error) || error instanceof RangeError || error instanceof TypeError
    ? error.message
    : undefined;
}

function undone(db: Database, work: () => void): void {
  db.exec('BEGIN');
  try {
    work();
  } finally {
    // An error may have ended the transaction by itself.
    if (db.inTransaction) db.exec('ROLLBACK');
  }
}
