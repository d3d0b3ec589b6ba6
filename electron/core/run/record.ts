import { randomBytes } from 'node:crypto';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { NamedIndex, Plan } from '../../../shared/plan.ts';
import type { Stage } from '../../../shared/progress.ts';
import type {
  IndexOutcome,
  MigrationReport,
  Mismatch,
  Mode,
  Phase,
  TableOutcome,
} from '../../../shared/run.ts';
import type { SourceFile } from '../../../shared/source.ts';
import type { Progress } from './progress.ts';

interface Fixed {
  readonly target: string;
  readonly schema: string;
  readonly mode: Mode;
  readonly folder: string;
}

/** What a run learns on its way; becomes the report whatever the outcome. */
export class RunRecord {
  readonly runId = newRunId();
  readonly startedAt = new Date().toISOString();
  readonly #begun = performance.now();
  /** From when on the target holds something of this run. */
  started = false;
  source: SourceFile | undefined;
  plan: Plan | undefined;
  findings: readonly Finding[] = [];
  tables: readonly TableOutcome[] = [];
  indexes: readonly IndexOutcome[] = [];
  /** As the plan has them, unless the switch found otherwise. */
  namedIndexes: readonly NamedIndex[] | undefined;
  mismatches: readonly Mismatch[] = [];
  readonly #phases: Phase[] = [];
  readonly #fixed: Fixed;
  readonly #progress: Progress;

  constructor(fixed: Fixed, progress: Progress) {
    this.#fixed = fixed;
    this.#progress = progress;
  }

  /** Runs one stage and keeps how long it took. */
  async stage<Result>(name: Stage, work: () => Promise<Result>): Promise<Result> {
    this.#progress.enter(name);
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#phases.push({ name, ms: Math.round((performance.now() - started) * 10) / 10 });
    }
  }

  remark(finding: Finding): void {
    this.findings = [...this.findings, finding];
  }

  arrived(): MigrationReport {
    const quarantine = this.tables.some(({ quarantined, repaired }) => quarantined + repaired > 0);
    const unread = this.plan?.notCarried.some(({ kind }) => kind === 'unreadable table');
    return { outcome: quarantine || unread ? 'verified with quarantine' : 'verified', ...this.#fields() };
  }

  dryRun(): MigrationReport {
    return { outcome: 'dry run', ...this.#fields() };
  }

  ended(outcome: 'refused' | 'failed' | 'cancelled' | 'unknown', error: ErrorReport): MigrationReport {
    return { outcome, error, ...this.#fields() };
  }

  #fields() {
    return {
      runId: this.runId,
      startedAt: this.startedAt,
      ...(this.source ? { source: this.source } : {}),
      ...this.#fixed,
      tables: [...this.tables],
      indexes: [...this.indexes],
      namedIndexes: [...(this.namedIndexes ?? this.plan?.namedIndexes ?? [])],
      phases: [...this.#phases],
      ms: Math.round(performance.now() - this.#begun),
      findings: [...this.findings],
      notCarried: [...(this.plan?.notCarried ?? [])],
      mismatches: [...this.mismatches],
    };
  }
}

/** Sorts by time, and is a plain name in PostgreSQL. */
function newRunId(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
  return `${time}_${randomBytes(2).toString('hex')}`;
}
