import type { Target } from '../shared/target.ts';
import type { Measurement } from './measurement.ts';
import { runProgram } from './program.ts';

export type ContenderId =
  | 'copy'
  | 'copy with key'
  | 'one insert a row'
  | 'pgloader'
  | 'rollcall'
  | 'rollcall at ten times the rows';

/** One way from SQLite to PostgreSQL. */
export interface Contender {
  readonly id: ContenderId;
  /** For the table. */
  readonly name: string;
  /** What has to be installed besides Rollcall. */
  readonly program?: 'psql' | 'pgloader';
  /** SQL that makes the empty database ready; its time doesn't count. */
  readonly prepare?: string;
  /** Of the rows, where moving all of them would take too long. */
  readonly share?: number;
  /**
   * Moves the rows into a database of its own.
   *
   * @throws Error unless every row arrived
   */
  readonly run: (database: Target, signal: AbortSignal) => Promise<Measurement>;
}

/** What the contender's program says of its version; undefined when it isn't installed. */
export async function programVersion(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await runProgram(program, ['--version']);
    return stdout.split('\n')[0];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
