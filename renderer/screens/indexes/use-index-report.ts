import { useCallback, useEffect, useState } from 'react';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { IndexReport } from '../../../shared/indexes.ts';
import { ask, reportOf } from '../../api/console.ts';
import { useConsole } from '../../stores/console.ts';

interface Reading {
  readonly report: IndexReport | undefined;
  readonly error: ErrorReport | undefined;
  /** While a further look is under way, the last report stays. */
  readonly isReading: boolean;
  readonly readAnew: () => void;
}

/** The indexes of a schema: read at once, when asked to, and after each job that may have changed them. */
export function useIndexReport(connection: ConnectionId | undefined, schema: string): Reading {
  const [state, setState] = useState<Pick<Reading, 'report' | 'error'>>({
    report: undefined,
    error: undefined,
  });
  const [isReading, setReading] = useState(false);
  const [times, setTimes] = useState(0);
  const ended = useEndedJobs();
  const place = `${connection} ${schema}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what belongs to another server or schema goes at once
  useEffect(() => setState({ report: undefined, error: undefined }), [place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew when a job has ended, and when asked to
  useEffect(() => {
    if (connection === undefined) return;
    let isMeant = true;
    setReading(true);
    ask('indexes.read', { connection, schema })
      .then(
        (report) => isMeant && setState({ report, error: undefined }),
        (error: unknown) => isMeant && setState({ report: undefined, error: reportOf(error) }),
      )
      .finally(() => isMeant && setReading(false));
    return () => {
      isMeant = false;
    };
  }, [connection, schema, times, ended]);
  const readAnew = useCallback(() => setTimes((before) => before + 1), []);
  return { ...state, isReading, readAnew };
}

/** Differs whenever a job has ended that changes indexes, or starts the server. */
function useEndedJobs(): string {
  return useConsole(({ console }) =>
    (console?.jobs ?? [])
      .filter(({ job, status }) => changing.has(job.kind) && status !== 'running' && status !== 'waiting')
      .map(({ id }) => id)
      .join(' '),
  );
}

const changing: ReadonlySet<string> = new Set(['change index', 'practice', 'move']);
