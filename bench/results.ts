import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes what was measured to bench/results, in a file named by the time.
 *
 * @returns its path
 */
export async function keepResults(results: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  const measuredAt = new Date().toISOString();
  const path = join(folder, `${measuredAt.slice(0, 19).replaceAll(':', '-')}.json`);
  await writeFile(path, `${JSON.stringify({ measuredAt, ...results }, thousandths, 2)}\n`);
  return path;
}

/** Milliseconds of a second, and kilobytes of a megabyte: no clock here says more. */
function thousandths(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
