import { create } from 'zustand';
import type { ConnectionId } from '../../shared/console/connection.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { isPassing } from '../../shared/monitor/passing.ts';
import { type Rates, ratesBetween } from '../../shared/monitor/rates.ts';
import { type Reading, readEvery } from '../../shared/monitor/reading.ts';
import type { Statements } from '../../shared/monitor/statements.ts';
import { pauseAfter, readTablesEvery, type Tables } from '../../shared/monitor/tables.ts';

/** Milliseconds that the charts look back. */
export const lookBack = 5 * 60_000;

/** Seconds between two readings beyond which there was a pause. */
const longestGap = 15;

/** What is kept of a reading for the charts. */
export interface Point {
  /** By the server's clock, in milliseconds. */
  readonly at: number;
  readonly rates: Rates;
  readonly connections: number;
  /** Seconds of the longest transaction. */
  readonly longest: number;
}

/** Something that is asked for again and again: what is known, and what went wrong the last time. */
interface Asked<Answer> {
  readonly answer: Answer | undefined;
  readonly error: ErrorReport | undefined;
}

interface Watched {
  readonly connection: ConnectionId | undefined;
  readonly points: readonly Point[];
  readonly reading: Asked<Reading>;
  readonly tables: Asked<Tables>;
  readonly statements: Asked<Statements>;
}

interface MonitorStore extends Watched {
  readonly isPaused: boolean;
  readonly pause: (isPaused: boolean) => void;
  readonly setStatements: (statements: Statements) => void;
}

const unasked = { answer: undefined, error: undefined };
const nothing: Watched = {
  connection: undefined,
  points: [],
  reading: unasked,
  tables: unasked,
  statements: unasked,
};

export const useMonitor = create<MonitorStore>()((set) => ({
  ...nothing,
  isPaused: false,
  pause: (isPaused) => set({ isPaused }),
  setStatements: (answer) => set({ statements: { answer, error: undefined } }),
}));

/** How a server is asked; each may fail. */
export interface MonitorQuestions {
  readonly reading: () => Promise<Reading>;
  readonly tables: () => Promise<Tables>;
  readonly statements: () => Promise<Statements>;
  readonly reportOf: (error: unknown) => ErrorReport;
}

/**
 * Reads from a server every two seconds, and what is dear more rarely, until it is told to stop, or meets what doesn't
 * pass by itself. What was read of the same server before is gone on from.
 */
export function follow(connection: ConnectionId, questions: MonitorQuestions): () => void {
  const { getState: now, setState: set } = useMonitor;
  if (now().connection !== connection) set({ ...nothing, connection });
  let isOver = false;
  let dearAt: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = async <Answer>(
    before: Asked<Answer>,
    question: () => Promise<Answer>,
  ): Promise<Asked<Answer>> => {
    try {
      return { answer: await question(), error: undefined };
    } catch (error) {
      return { answer: before.answer, error: questions.reportOf(error) };
    }
  };
  const look = async (): Promise<void> => {
    const began = performance.now();
    const reading = await again(now().reading, questions.reading);
    if (isOver) return;
    set(({ points, reading: before }) => ({ reading, points: withPoint(points, before, reading) }));
    if (reading.error === undefined && isDue(began, dearAt, now().tables.answer)) {
      dearAt = began;
      const tables = await again(now().tables, questions.tables);
      const statements = await again(now().statements, questions.statements);
      if (isOver) return;
      set({ tables, statements });
    }
    if (reading.error !== undefined) {
      if (!isPassing(reading.error)) return;
      dearAt = undefined;
    }
    timer = setTimeout(() => void look(), Math.max(0, began + readEvery - performance.now()));
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

function isDue(now: number, readAt: number | undefined, read: Tables | undefined): boolean {
  return readAt === undefined || now >= readAt + (read === undefined ? readTablesEvery : pauseAfter(read));
}

/** The points of the last minutes with that of a new reading, where there was one. */
function withPoint(
  points: readonly Point[],
  before: Asked<Reading>,
  { answer, error }: Asked<Reading>,
): readonly Point[] {
  if (answer === undefined || error !== undefined) return points;
  const at = Date.parse(answer.at);
  const rates = ratesBetween(before.answer, answer);
  // After a pause, rates over the time since would look like those of a moment.
  const isPaused = rates.kind === 'rates' && rates.seconds > longestGap;
  const point: Point = {
    at,
    rates: isPaused ? { kind: 'none', why: 'first reading' } : rates,
    connections: answer.connections.used,
    longest: longestTransaction(answer),
  };
  return [...points.filter((one) => one.at > at - lookBack && one.at < at), point];
}

/** Seconds, of the sessions that can be seen. */
export function longestTransaction({ sessions }: Reading): number {
  return Math.max(0, ...sessions.map((session) => (session.visible ? (session.transaction ?? 0) : 0)));
}
