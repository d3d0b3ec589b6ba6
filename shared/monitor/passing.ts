import type { ErrorCode } from '../errors/index.ts';

/** What a server that restarts, is too busy or is cut off for a while answers, or doesn't. */
const passing: ReadonlySet<string> = new Set([
  'connection-lost',
  'connection-refused',
  'connection-failed',
  'connection-timed-out',
  'host-unknown',
  'host-unreachable',
  'server-starting',
  'too-many-connections',
  'answer-too-late',
  'server-error',
  'practice-not-started',
  // As of a practice server that is up, while its database is still being created.
  'database-missing',
] satisfies readonly ErrorCode[]);

/** Whether it is worth asking again; a password that was refused is refused again, and every try is in the server's log. */
export function isPassing({ code }: { readonly code: string }): boolean {
  return passing.has(code);
}
