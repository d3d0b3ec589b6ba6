import { z } from 'zod';
import { ErrorReport } from '../errors/index.ts';
import { Facts } from '../facts.ts';
import { Target } from '../target.ts';

/** Names a connection that the console knows; `practice` is the server that comes with Rollcall. */
export const ConnectionId = z.string().min(1).max(64);
export type ConnectionId = z.infer<typeof ConnectionId>;

export const practiceConnection = 'practice';

/**
 * Whether a connection is kept for the next time. Nobody wants one back that never worked, so it is kept once its server
 * has let it in, or at once where a person says so.
 */
export const Saved = z.enum(['no', 'once let in', 'yes']);
export type Saved = z.infer<typeof Saved>;

/** A PostgreSQL database as a person knows it. The password never leaves the main process again. */
export const Connection = z.strictObject({
  id: ConnectionId,
  name: z.string(),
  target: Target.omit({ password: true }),
  /** Where the password is: nowhere, in memory until the console ends, or in the keychain as well. */
  password: z.enum(['none', 'until the end', 'in the keychain']),
  saved: Saved,
});
export type Connection = z.infer<typeof Connection>;

/** What a form hands over: a URL as pasted, the fields, or an application's .env. */
export const ConnectionDraft = z.strictObject({
  id: ConnectionId.optional(),
  name: z.string().max(200),
  at: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('url'), url: z.string().max(4000) }),
    z.strictObject({ kind: z.literal('fields'), target: Target.omit({ password: true }) }),
    z.strictObject({ kind: z.literal('env'), path: z.string().min(1).max(4096) }),
  ]),
  /** Absent leaves the one that is known. */
  password: z.string().max(4000).optional(),
  saved: Saved,
});
export type ConnectionDraft = z.infer<typeof ConnectionDraft>;

/** The checks of a connection in their order; each needs those before it. */
export const connectionChecks = [
  'reachable',
  'logged in',
  'tls',
  'version',
  'database',
  'encoding',
  'rights',
  'names free',
  'time zone',
  'statistics',
] as const;

export const ConnectionCheck = z.discriminatedUnion('outcome', [
  z.strictObject({ check: z.enum(connectionChecks), outcome: z.literal('passed'), facts: Facts }),
  /** Worth knowing, and no obstacle. */
  z.strictObject({ check: z.enum(connectionChecks), outcome: z.literal('noted'), remedy: ErrorReport }),
  z.strictObject({ check: z.enum(connectionChecks), outcome: z.literal('failed'), remedy: ErrorReport }),
  z.strictObject({ check: z.enum(connectionChecks), outcome: z.literal('not reached') }),
]);
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;
