import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

// Collected by each test file that imports this, so that its folders go with its last test.
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder for the files of the test file that asks; it is gone after the last of its tests. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  made.push(folder);
  return folder;
}
