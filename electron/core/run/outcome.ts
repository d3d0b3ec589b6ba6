import { RollcallError, reportError } from '../../../shared/errors/index.ts';
import type { Run } from './run.ts';

/** How a run ended that an error has ended. */
export function outcomeOf(
  error: unknown,
  { record, context }: Run,
): 'refused' | 'failed' | 'cancelled' | 'unknown' {
  if (isUnknown(error)) return 'unknown';
  if (context.signal.aborted || reportError(error).code === 'cancelled') return 'cancelled';
  return record.started ? 'failed' : 'refused';
}

/** When nobody knows whether the run arrived, nothing of it is removed. */
export function isUnknown(error: unknown): boolean {
  return error instanceof RollcallError && error.code === 'outcome-unknown';
}
