import { rollcallError } from '../../../shared/errors/index.ts';

const enter = new Set(['\r', '\n', '\u0004']);
const erase = new Set(['\u007f', '\b']);
const ctrlC = '\u0003';

/**
 * Asks for a password without showing it.
 *
 * @throws RollcallError cancelled, on Ctrl-C or when `signal` aborts
 */
export async function promptPassword(question: string, signal: AbortSignal): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setEncoding('utf8');
  stdin.setRawMode(true);
  try {
    return await readHiddenLine(signal);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

function readHiddenLine(signal: AbortSignal): Promise<string> {
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const settle = (act: () => void): void => {
      stdin.off('data', onData);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = (): void => settle(() => reject(rollcallError('cancelled', {})));
    const onData = (chunk: string): void => {
      for (const key of chunk) {
        if (key === ctrlC) {
          onAbort();
          return;
        }
        if (enter.has(key)) {
          settle(() => resolve(typed.join('')));
          return;
        }
        if (erase.has(key)) typed.pop();
        else if (key >= ' ') typed.push(key);
      }
    };
    stdin.on('data', onData);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}
