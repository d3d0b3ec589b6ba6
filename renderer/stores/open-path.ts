import { beginning } from '../../shared/console/line.ts';
import { useConsole } from './console.ts';
import { useView } from './view.ts';

/** Opens a file and goes to the step that shows what is in it. Another file begins the line anew. */
export function openPath(path: string): void {
  const { console, setLine, startJob } = useConsole.getState();
  if (console === undefined) return;
  useView.getState().show(undefined);
  const anew = {
    plan: undefined,
    examined: undefined,
    choices: undefined,
    runId: undefined,
    runConnection: undefined,
    opened: undefined,
    checked: undefined,
    options: beginning.options,
  };
  void setLine({ ...anew, step: 'source', path });
  void startJob({ kind: 'open', path });
}
