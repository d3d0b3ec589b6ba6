import { z } from 'zod';

export const SslMode = z.enum(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']);
export type SslMode = z.infer<typeof SslMode>;

/** Where the server listens: a host and port, or a folder that holds its socket. */
export const Endpoint = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tcp'), host: z.string(), port: z.number().int().min(1).max(65_535) }),
  z.strictObject({
    kind: z.literal('socket'),
    folder: z.string(),
    port: z.number().int().min(1).max(65_535),
  }),
]);
export type Endpoint = z.infer<typeof Endpoint>;

/** A PostgreSQL database and how to log in to it. */
export const Target = z.strictObject({
  endpoint: Endpoint,
  database: z.string(),
  user: z.string(),
  password: z.string().optional(),
  ssl: z.strictObject({ mode: SslMode, caFile: z.string().optional() }),
});
export type Target = z.infer<typeof Target>;
