import type { ExitCode } from './exit-code.ts';

/** What every command is handed besides its arguments. */
export interface CommandContext {
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Says with which code the process ends; 0 unless said. */
  readonly exit: (code: ExitCode) => void;
}
