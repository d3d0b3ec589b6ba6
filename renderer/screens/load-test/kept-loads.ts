import { useCallback, useEffect, useState } from 'react';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { LoadReport, LoadSummary } from '../../../shared/load-test.ts';
import { ask, reportOf } from '../../api/console.ts';

/** The load tests that were kept, newest first. */
export function useKeptLoads(): {
  readonly loads: readonly LoadSummary[];
  readonly error: ErrorReport | undefined;
  /** Undefined when it can't be read any more, which `error` then says. */
  readonly read: (id: string) => Promise<LoadReport | undefined>;
  readonly remove: (id: string) => void;
} {
  const [loads, setLoads] = useState<readonly LoadSummary[]>([]);
  const [error, setError] = useState<ErrorReport>();
  const noticing = useCallback(async <T>(asked: Promise<T>): Promise<T | undefined> => {
    try {
      const answer = await asked;
      setError(undefined);
      return answer;
    } catch (reason) {
      setError(reportOf(reason));
      return undefined;
    }
  }, []);
  const readAfter = useCallback(async (changed?: Promise<unknown>) => {
    await changed;
    setLoads((await ask('loads.list', {})).loads);
  }, []);
  useEffect(() => void noticing(readAfter()), [noticing, readAfter]);
  return {
    loads,
    error,
    read: (id) => noticing(ask('loads.report', { id })),
    remove: (id) => void noticing(readAfter(ask('loads.remove', { id }))),
  };
}
