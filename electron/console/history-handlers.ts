import { builtInScenarios } from '../core/scenarios/built-in.ts';
import type { HandlersOf } from './ask.ts';
import type { Parts } from './parts.ts';
import { saveRun } from './save-run.ts';

/** What is done on the channels of what is kept: runs, load tests, and a person's own scenarios. */
export function historyHandlers({
  host,
  runs,
  loads,
  scenarios,
}: Parts): HandlersOf<'runs' | 'loads' | 'scenarios'> {
  return {
    'runs.list': () => runs.list(),
    'runs.report': ({ runId }) => runs.report(runId),
    'runs.quarantine': ({ runId, from, count }) => runs.quarantine(runId, from, count),
    'runs.save': ({ runId, as, language }) => saveRun(runs, host.dialogs, { runId, as, language }),
    'runs.remove': async ({ runId }) => {
      await runs.remove(runId);
      return {};
    },
    'loads.list': () => loads.list(),
    'loads.report': ({ id }) => loads.report(id),
    'loads.remove': async ({ id }) => {
      await loads.remove(id);
      return {};
    },
    'scenarios.list': () => ({ builtIn: [...builtInScenarios], own: scenarios.value }),
    'scenarios.save': async (scenario) => {
      const others = scenarios.value.filter(({ name }) => name !== scenario.name);
      await scenarios.set([...others, scenario]);
      return {};
    },
    'scenarios.remove': async ({ name }) => {
      await scenarios.set(scenarios.value.filter((scenario) => scenario.name !== name));
      return {};
    },
  };
}
