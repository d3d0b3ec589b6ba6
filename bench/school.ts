import { join } from 'node:path';
import { defaultSampleOptions, makeSample } from '../electron/core/sample/sample.ts';

/** A generated school year. */
export interface School {
  /** Path of the SQLite file. */
  readonly file: string;
  /** Of all its tables, and of attendance alone. */
  readonly rows: { readonly all: number; readonly attendance: number };
}

export async function makeSchool(folder: string, students: number, signal: AbortSignal): Promise<School> {
  const { path, tables } = await makeSample(
    join(folder, `school-${students}.db`),
    { ...defaultSampleOptions, students },
    { signal, advance: () => undefined },
  );
  return {
    file: path,
    rows: {
      all: tables.reduce((sum, { rows }) => sum + rows, 0),
      attendance: tables.find(({ name }) => name === 'attendance')?.rows ?? 0,
    },
  };
}
