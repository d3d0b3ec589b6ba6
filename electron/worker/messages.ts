import {
  type Connection,
  type ConnectionCheck,
  practiceConnection,
} from '../../shared/console/connection.ts';
import type { Job, JobResult } from '../../shared/console/job.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import type { Finding } from '../../shared/finding.ts';
import type { BuildStep } from '../../shared/index-change.ts';
import type { CopyRoom, LoadProgress } from '../../shared/load-test.ts';
import type { ProgressEvent } from '../../shared/progress.ts';
import type { Target } from '../../shared/target.ts';
import type { Memory } from '../core/preflight/memory.ts';
import type { Renamed } from '../core/source/fit-names.ts';
import type { Snapshot } from '../core/source/snapshot.ts';

/** A job with what the thread needs for it and a window doesn't know. */
export interface Assignment {
  readonly job: Job;
  /** Of the job's connection, with its password; absent for the practice server, which the thread starts itself. */
  readonly target?: Target;
  /** Where the snapshot of the opened file lies while it is looked at. */
  readonly opened: string;
  /** Of the job's file, where that is the one that is open. */
  readonly snapshot?: Opened;
  /** Rollcall's own. */
  readonly version: string;
  /** Where a sample school is written. */
  readonly samples: string;
}

/** What it takes to look at the rows of the opened file. */
export interface Opened {
  readonly snapshot: Snapshot;
  /** Names that the window sees and the snapshot doesn't have. */
  readonly renamed: readonly Renamed[];
  /** What the check of the file's pages had to say. */
  readonly findings: readonly Finding[];
  /** What has been read of it: a look adds to it, and the next begins with it. */
  readonly memory: Memory;
}

/** What the thread is told while it works. */
export type ToWorker = { readonly kind: 'cancel' };

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: ProgressEvent }
  | { readonly kind: 'check'; readonly check: ConnectionCheck }
  | { readonly kind: 'building'; readonly step: BuildStep }
  | { readonly kind: 'load'; readonly load: LoadProgress }
  | { readonly kind: 'room'; readonly room: CopyRoom }
  | {
      readonly kind: 'done';
      readonly result: JobResult;
      /** The practice server's, which the main process remembers. */
      readonly practice?: Target;
      /** The file as a job opened it, or with what a look at it has read. */
      readonly opened?: Opened;
    }
  | { readonly kind: 'failed'; readonly error: ErrorReport }
  | { readonly kind: 'cancelled' };

/** The practice server as a connection; its name is the interface's own. */
export function practiceOf(target: Target): Connection {
  const { password: _, ...rest } = target;
  return { id: practiceConnection, name: '', target: rest, password: 'none', saved: 'no' };
}
