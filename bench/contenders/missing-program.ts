import { runProgram } from '../measure.ts';

/** A sentence when a program isn't installed. */
export async function missingProgram(name: string): Promise<string | undefined> {
  try {
    await runProgram(name, ['--version']);
    return undefined;
  } catch {
    return `${name} isn't installed`;
  }
}
