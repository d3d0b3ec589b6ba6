import { useCallback, useEffect, useState } from 'react';
import type { Answer } from '../../../shared/console/channels.ts';
import type { Scenario } from '../../../shared/scenario.ts';
import { ask, reportOf } from '../../api/console.ts';
import { useConsole } from '../../stores/console.ts';

type Known = Answer<'scenarios.list'>;

/** The scenarios that come with Rollcall and those of this person, with ways to change the latter. */
export function useScenarios(): Known & {
  readonly save: (scenario: Scenario) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
} {
  const [known, setKnown] = useState<Known>({ builtIn: [], own: [] });
  const readAfter = useCallback(async (changed?: Promise<unknown>) => {
    try {
      await changed;
      setKnown(await ask('scenarios.list', {}));
    } catch (error) {
      useConsole.setState({ trouble: reportOf(error) });
    }
  }, []);
  useEffect(() => void readAfter(), [readAfter]);
  return {
    ...known,
    save: (scenario) => readAfter(ask('scenarios.save', scenario)),
    remove: (name) => readAfter(ask('scenarios.remove', { name })),
  };
}
