import { z } from 'zod';
import { Finding, Resolution } from '../finding.ts';
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
  /** The file could be read. */
  opened: z.boolean().optional(),
  connection: ConnectionId.optional(),
  /** The connection passed its checks. */
  checked: z.boolean().optional(),
  options: MoveOptions,
  /** What the look at the file found, and the plan that it made. */
  examined: z.strictObject({ findings: z.array(Finding), plan: Plan }).optional(),
  /** For what was found, by code, table and column joined with `|`. */
  choices: z.record(z.string(), Resolution).optional(),
  /** As the person left it; absent until the check has made one. */
  plan: Plan.optional(),
  /** The run that is proven, and where it went; the person may have chosen another connection since. */
  runId: z.string().optional(),
  runConnection: ConnectionId.optional(),
});
export type Line = z.infer<typeof Line>;

export const beginning: Line = {
  step: 'welcome',
  options: { schema: 'public', mode: 'create', badRows: 'stop' },
};
