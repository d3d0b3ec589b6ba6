import type { z } from 'zod';

/** The one document that a command prints on stdout. */
export function printJson<Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>): void {
  process.stdout.write(`${JSON.stringify(schema.parse(value), null, 2)}\n`);
}
