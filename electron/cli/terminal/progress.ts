import { liveProgress } from './live-progress.ts';
import { plainProgress } from './plain-progress.ts';

/** What a person is shown of a job that goes on. Times in seconds. */
export interface Step {
  readonly stage: string;
  /** Of the whole job, from 0 to 1. */
  readonly fraction: number;
  /** What is being done just now. */
  readonly detail?: string | undefined;
  readonly table?: string | undefined;
  readonly rows?: number | undefined;
  readonly totalRows?: number | undefined;
  readonly rowsPerSecond?: number | undefined;
  readonly secondsLeft?: number | undefined;
}

export interface ProgressDisplay {
  readonly show: (step: Step) => void;
  /** Takes the live line away; call it whatever the outcome, before other words. */
  readonly end: () => void;
}

/** A live bar on a terminal, plain lines elsewhere. */
export function progressDisplay(): ProgressDisplay {
  const isLive = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  return isLive ? liveProgress(process.stderr) : plainProgress(process.stderr);
}
