import { z } from 'zod';
import { Leave } from './leave.ts';

/** The switches of the server's log, each with what "on" writes. */
export const logSwitches = {
  log_statement: 'all',
  log_min_duration_statement: '100',
} as const;
export const LogSwitch = z.enum(['log_statement', 'log_min_duration_statement']);
export type LogSwitch = z.infer<typeof LogSwitch>;

/** What a database said for itself. */
export const LogBefore = z.discriminatedUnion('kind', [
  /** With what counted instead, where that could be seen. */
  z.strictObject({ kind: z.literal('unset'), everywhere: z.string().optional() }),
  z.strictObject({ kind: z.literal('set'), value: z.string() }),
]);
export type LogBefore = z.infer<typeof LogBefore>;

export const LogSetting = z.strictObject({
  name: LogSwitch,
  /** For databases that say nothing else; absent when it can't be seen, behind the watched database's own. */
  everywhere: z.string().optional(),
  /** What the watched database says for itself; absent when it says nothing. */
  here: z.string().optional(),
  /** Whether that comes to what the switch writes, however it is spelled. */
  on: z.boolean(),
  /** What it said before Rollcall changed it, where Rollcall did. */
  before: LogBefore.optional(),
  change: Leave,
});
export type LogSetting = z.infer<typeof LogSetting>;

export const Logging = z.strictObject({
  settings: z.array(LogSetting),
  /** Roles that have their own values, which go before the database's. */
  roles: z.array(z.string()),
});
export type Logging = z.infer<typeof Logging>;
