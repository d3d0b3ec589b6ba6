import { useCallback, useEffect, useState } from 'react';
import type { Answer, Unreadable } from '../../../shared/console/channels.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { LoadReport, LoadSummary } from '../../../shared/load-test.ts';
import { ask, reportOf } from '../../api/console.ts';

/** The load tests that were kept, newest first. */
export function useKeptLoads(): {
  readonly loads: readonly LoadSummary[];
  /** Those that only can go. */
  readonly unreadable: readonly Unreadable[];
  readonly error: ErrorReport | undefined;
  /** Undefined when it can't be read any more, which `error` then says. */
  readonly read: (id: string) => Promise<LoadReport | undefined>;
  readonly remove: (id: string) => void;
} {
  const [kept, setKept] = useState<Answer<'loads.list'>>({ loads: [], unreadable: [] });
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
    setKept(await ask('loads.list', {}));
  }, []);
  useEffect(() => void noticing(readAfter()), [noticing, readAfter]);
  return {
    ...kept,
    error,
    read: (id) => noticing(ask('loads.report', { id })),
    remove: (id) => void noticing(readAfter(ask('loads.remove', { id }))),
  };
}
