import { z } from 'zod';
import { Plan } from '../plan.ts';
import { ConnectionId } from './connection.ts';
import { MoveOptions } from './job.ts';

/** The guided line from a file to its proof. */
export const steps = ['welcome', 'source', 'target', 'check', 'plan', 'move', 'proof'] as const;
export const Step = z.enum(steps);
export type Step = z.infer<typeof Step>;

/** How far a person has come: kept by the console, so that a reloaded window loses nothing. */
export const Line = z.strictObject({
  step: Step,
  path: z.string().max(4096).optional(),
  connection: ConnectionId.optional(),
  options: MoveOptions,
  /** As the person left it; absent until the check has made one. */
  plan: Plan.optional(),
});
export type Line = z.infer<typeof Line>;

export const beginning: Line = { step: 'welcome', options: { schema: 'public', mode: 'create' } };
