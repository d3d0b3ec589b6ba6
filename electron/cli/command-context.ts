import type { ExitCode } from './exit-code.ts';

/** What every command is handed besides its arguments. */
export interface CommandContext {
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Says what the first Ctrl-C is answered with; that everything is put back, unless said. */
  readonly lastWords: (words: string) => void;
  /** Says with which code the process ends; 0 unless said. */
  readonly exit: (code: ExitCode) => void;
}
