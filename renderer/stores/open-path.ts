import { useConsole } from './console.ts';

/** Opens a file and goes to the step that shows what is in it. Another file begins the line anew. */
export function openPath(path: string): void {
  const { console, setLine, startJob } = useConsole.getState();
  if (console === undefined) return;
  const { connection, options } = console.line;
  const kept = connection === undefined ? { options } : { options, connection };
  void setLine({ ...kept, step: 'source', path, plan: undefined });
  void startJob({ kind: 'open', path });
}
