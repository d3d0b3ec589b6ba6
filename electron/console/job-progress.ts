import type { JobChange, TableProgress } from '../../shared/console/job.ts';
import { type ProgressEvent, type Stage, stages } from '../../shared/progress.ts';

/** Milliseconds that a rate is measured over: long enough to be calm, short enough to be live. */
const rateInterval = 500;

/** Turns a thread's progress into what is new in its job. */
export class JobProgress {
  readonly #tables: ReadonlyMap<string, TableProgress>;
  #stage: Stage | undefined;
  #table: string | undefined;
  #measured: { readonly at: number; readonly rows: number } | undefined;

  constructor(tables: readonly TableProgress[]) {
    this.#tables = new Map(tables.map((one) => [one.table, one]));
  }

  changeBy(progress: ProgressEvent): JobChange {
    const { stage, table } = progress;
    const isNewStage = stage !== this.#stage;
    const isNew = isNewStage || (table !== undefined && table !== this.#table);
    if (isNewStage) this.#measured = undefined;
    const tables = this.#copied(progress, isNewStage);
    const rate = this.#rate(progress);
    this.#stage = stage;
    this.#table = table ?? (isNewStage ? undefined : this.#table);
    return {
      progress,
      ...(isNew ? { logged: { at: now(), stage, ...(table === undefined ? {} : { table }) } } : {}),
      ...(tables === undefined ? {} : { tables }),
      ...(rate === undefined ? {} : { rate: { at: now(), rowsPerSecond: rate } }),
    };
  }

  /** When the copy is over, all that was to be copied was: the rest is in quarantine. */
  #copied({ stage, tables }: ProgressEvent, isNewStage: boolean): TableProgress[] | undefined {
    if (stage === 'copy') {
      return tables?.flatMap(({ table, rows }) => {
        const known = this.#tables.get(table);
        return known ? [{ ...known, rows: Math.min(rows, known.totalRows) }] : [];
      });
    }
    const isOver = isNewStage && this.#stage === 'copy' && stages.indexOf(stage) > stages.indexOf('copy');
    return isOver ? [...this.#tables.values()].map((one) => ({ ...one, rows: one.totalRows })) : undefined;
  }

  /** Rows a second since the last measurement, where the stage counts rows. */
  #rate({ rows }: ProgressEvent): number | undefined {
    if (rows === undefined) return undefined;
    const at = performance.now();
    const before = this.#measured;
    if (before && at - before.at < rateInterval) return undefined;
    this.#measured = { at, rows };
    return before ? (Math.max(0, rows - before.rows) * 1000) / (at - before.at) : undefined;
  }
}

function now(): string {
  return new Date().toISOString();
}
