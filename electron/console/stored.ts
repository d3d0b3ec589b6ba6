import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

/**
 * A small JSON file of this person's. What doesn't fit the schema, after an update or an edit by hand, counts as not
 * there. Not `conf` (16.0), which holds objects only and makes one of a list, throws at a file that can't be read,
 * reads the file anew at each look while the main process stands still, and checks by ajv instead of these schemas.
 */
export class Stored<Value> {
  readonly #path: string;
  readonly #schema: z.ZodType<Value>;
  #value: Value;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, schema: z.ZodType<Value>, value: Value) {
    this.#path = path;
    this.#schema = schema;
    this.#value = value;
  }

  static async read<Value>(path: string, schema: z.ZodType<Value>, otherwise: Value): Promise<Stored<Value>> {
    return new Stored(path, schema, await readStored(path, schema, otherwise));
  }

  get value(): Value {
    return this.#value;
  }

  /** One write after the other; each replaces the file whole. */
  async set(value: Value): Promise<void> {
    this.#value = value;
    const text = JSON.stringify(this.#schema.parse(value), null, 2);
    this.#writing = this.#writing.catch(() => undefined).then(() => writeWhole(this.#path, text));
    await this.#writing;
  }
}

async function readStored<Value>(path: string, schema: z.ZodType<Value>, otherwise: Value): Promise<Value> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return otherwise;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return otherwise;
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.part`, text, { mode: 0o600 });
  await chmod(`${path}.part`, 0o600);
  await rename(`${path}.part`, path);
}
