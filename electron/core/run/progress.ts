import { type ProgressEvent, type Stage, type StageContext, stages } from '../../../shared/progress.ts';

/** Share of a run's time that each stage takes, measured on a school year of 1.2 million rows. */
const weights: Record<Stage, number> = {
  snapshot: 0.1,
  preflight: 0.09,
  plan: 0.01,
  copy: 0.26,
  index: 0.3,
  finish: 0.01,
  verify: 0.21,
  switch: 0.01,
  report: 0.01,
};

/** Milliseconds between two events; enough for a smooth bar. */
const interval = 100;
/** Of a run, and milliseconds: below either there is too little to judge the rest by. */
const judgeable = { share: 0.05, ms: 1000 };

/** Turns the steps of the stages into events of the whole run: weighted, throttled, with one last event. */
export class Progress {
  readonly #emit: (event: ProgressEvent) => void;
  readonly #stages: readonly Stage[];
  /** Where the time left is judged from: what is done without the server says nothing of how fast it will be. */
  readonly #judgedFrom: Stage | undefined;
  #judged: { readonly at: number; readonly fraction: number } | undefined;
  #stage: Stage = 'snapshot';
  #before = 0;
  #fraction = 0;
  #emitted = Number.NEGATIVE_INFINITY;
  #stageStarted = performance.now();
  /** Rows of each table since the last event. */
  readonly #tables = new Map<string, number>();

  /** @param own the stages that the run has, in their order; time for others would be counted as done */
  constructor(emit: (event: ProgressEvent) => void, own: readonly Stage[] = stages) {
    this.#emit = emit;
    this.#stages = own;
    this.#judgedFrom = own.find((stage) => stage === 'copy' || stage === 'verify') ?? own[0];
  }

  #share(of: readonly Stage[]): number {
    const sum = (some: readonly Stage[]) => some.reduce((total, stage) => total + weights[stage], 0);
    return sum(of) / sum(this.#stages);
  }

  /** Begins a stage; what the stages before it were to take counts as done. */
  enter(stage: Stage): void {
    this.#stage = stage;
    this.#tables.clear();
    this.#stageStarted = performance.now();
    this.#before = this.#share(this.#stages.slice(0, this.#stages.indexOf(stage)));
    this.#fraction = Math.max(this.#fraction, this.#before);
    if (stage === this.#judgedFrom) this.#judged = { at: this.#stageStarted, fraction: this.#before };
    this.#send({}, true);
  }

  readonly advance: StageContext['advance'] = ({ done, total, table, rows }) => {
    const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
    this.#fraction = Math.max(this.#fraction, this.#before + this.#share([this.#stage]) * share);
    const seconds = (performance.now() - this.#stageStarted) / 1000;
    const inRows = this.#stage === 'copy' || this.#stage === 'preflight' || this.#stage === 'verify';
    if (inRows && table !== undefined && rows !== undefined) this.#tables.set(table, rows);
    this.#send(
      {
        ...(table === undefined ? {} : { table }),
        ...(inRows && rows !== undefined
          ? {
              rows: Math.max(0, done),
              totalRows: total,
              rowsPerSecond: seconds > 0.2 ? Math.max(0, done) / seconds : 0,
            }
          : {}),
      },
      false,
    );
  };

  /** The last event, whatever the outcome. */
  end(complete: boolean): void {
    if (complete) this.#fraction = 1;
    this.#emit({ stage: this.#stage, fraction: Math.min(1, this.#fraction), last: true });
  }

  #secondsLeft(time: number, fraction: number): number | undefined {
    if (this.#judged === undefined) return undefined;
    const ms = time - this.#judged.at;
    const done = fraction - this.#judged.fraction;
    if (ms < judgeable.ms || done < judgeable.share) return undefined;
    return (ms / 1000) * ((1 - fraction) / done);
  }

  #send(facts: Partial<ProgressEvent>, now: boolean): void {
    const time = performance.now();
    if (!now && time - this.#emitted < interval) return;
    this.#emitted = time;
    const fraction = Math.min(1, this.#fraction);
    const tables = [...this.#tables].map(([table, rows]) => ({ table, rows }));
    this.#tables.clear();
    const left = this.#secondsLeft(time, fraction);
    this.#emit({
      stage: this.#stage,
      fraction,
      ...(left === undefined ? {} : { secondsLeft: left }),
      ...facts,
      ...(tables.length === 0 ? {} : { tables }),
      last: false,
    });
  }
}
