import type { ErrorReport } from '../../shared/errors/index.ts';
import type { LoadReport } from '../../shared/load-test.ts';
import type { MigrationReport, VerificationReport } from '../../shared/run.ts';

/** 0 arrived and verified; 1 failed, target as it was; 2 nothing was started; 3 as 0, with rows in quarantine; 4 nobody knows. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

const ofOutcome = {
  verified: 0,
  complete: 0,
  'dry run': 0,
  'verified with quarantine': 3,
  refused: 2,
  failed: 1,
  cancelled: 1,
  different: 1,
  unknown: 4,
} as const satisfies Record<
  MigrationReport['outcome'] | VerificationReport['outcome'] | LoadReport['outcome'],
  ExitCode
>;

export function exitCodeOf(outcome: keyof typeof ofOutcome): ExitCode {
  return ofOutcome[outcome];
}

/** Errors that end something under way. All others are found before anything is started. */
const underWay: ReadonlySet<string> = new Set([
  'unexpected',
  'connection-lost',
  'disk-full',
  'disk-full-local',
  'server-error',
  'embedded-init-failed',
  'embedded-start-failed',
  'embedded-stop-failed',
  'index-blocked',
  'index-remainder-left',
  'query-too-slow',
]);

/** What an error that ended a command means for it. */
export function outcomeOf(error: ErrorReport): 'refused' | 'failed' | 'cancelled' {
  if (error.code === 'cancelled') return 'cancelled';
  return underWay.has(error.code) ? 'failed' : 'refused';
}
