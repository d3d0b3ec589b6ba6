import { LoadThreads } from '../electron/core/benchmark/load-threads.ts';
import { measure } from '../electron/core/benchmark/measure.ts';
import { seededRandom } from '../electron/core/values/random.ts';
import type { Target } from '../shared/target.ts';

/** A whole number that is drawn uniformly, the bounds included. */
export interface DuelDraw {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What the meter and its referee are both given. */
export interface DuelStatement {
  readonly name: string;
  /** With its parameters as pgbench writes them, `:name`, in the order of the draws. */
  readonly sql: string;
  readonly draws: readonly DuelDraw[];
}

/** What one of the two measured. */
export interface Pace {
  /** Operations a second. */
  readonly throughput: number;
  /** Milliseconds. */
  readonly p50: number;
}

/** Enough that what is drawn twice isn't cached any better than pgbench's. */
const drawn = 20_000;

/** PostgreSQL's own way of writing parameters; `::` of a cast is none. */
export function numbered({ sql, draws }: DuelStatement): string {
  return sql.replace(
    /(?<!:):([a-z]+)/g,
    (_, name) => `$${draws.findIndex((draw) => draw.name === name) + 1}`,
  );
}

/** The load test's own meter, with a connection for each user as pgbench has it. */
export async function runMeter(
  target: Target,
  statement: DuelStatement,
  { users, seconds }: { readonly users: number; readonly seconds: number },
  signal: AbortSignal,
): Promise<Pace & { readonly rowsEach: number }> {
  const { below } = seededRandom(1, users);
  const operations = Array.from({ length: drawn }, () => [
    { statement: 0, values: statement.draws.map(({ from, to }) => from + below(to - from + 1)) },
  ]);
  await using threads = new LoadThreads();
  const round = await measure(
    {
      engine: { kind: 'postgres', target, searchPath: ['public'], pool: users, prePing: false },
      load: {
        statements: [numbered(statement)],
        operations,
        writes: false,
        users,
        pattern: { kind: 'closed' },
        bound: { kind: 'seconds', seconds },
        warmUpSeconds: 1,
      },
    },
    { threads, signal, onInterval: () => undefined },
  );
  if (round.errors[0] !== undefined) throw new Error(round.errors[0].detail);
  const { throughput, latencies, rows, operations: ended } = round;
  return { throughput, p50: latencies.percentile(50), rowsEach: rows / ended };
}
