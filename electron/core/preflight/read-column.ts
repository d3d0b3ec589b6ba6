import type { SourceTable } from '../../../shared/source.ts';
import type { Reading } from '../values/encode.ts';
import { type KeyedValue, valuesOf } from '../values/values-of.ts';
import type { AssessmentInput } from './assess.ts';
import { knows, recall } from './memory.ts';
import { type Survey, Surveying } from './survey.ts';
import { Trial, type Tried } from './trial.ts';

/** Counts what a column holds. What was read before isn't read again. */
export async function surveyColumn(
  input: AssessmentInput,
  table: SourceTable,
  column: string,
): Promise<Survey> {
  return await recall(input.memory.surveys, [table.name, column], async () => {
    const surveying = new Surveying();
    await readColumn(input, table, column, (value) => surveying.add(value));
    return surveying.survey();
  });
}

/** Tries a reading on every value of a column; one that wasn't surveyed yet is so in the same pass. */
export async function tryReading(
  input: AssessmentInput,
  table: SourceTable,
  column: string,
  reading: Reading,
): Promise<Tried> {
  const { surveys, trials } = input.memory;
  return await recall(trials, [table.name, column, reading], async () => {
    const trial = new Trial(reading);
    const surveying = knows(surveys, [table.name, column]) ? undefined : new Surveying();
    await readColumn(input, table, column, (value) => {
      trial.add(value);
      surveying?.add(value);
    });
    if (surveying) await recall(surveys, [table.name, column], () => surveying.survey());
    return trial.tried();
  });
}

async function readColumn(
  { db, source, signal }: AssessmentInput,
  table: SourceTable,
  column: string,
  take: (value: KeyedValue) => void,
): Promise<void> {
  const options = { encoding: source.file.encoding, signal };
  for await (const values of valuesOf(db, table, column, options)) for (const value of values) take(value);
}
