import type { WebSocket } from 'ws';
import { Ask, type Told } from '../../shared/console/wire.ts';
import { reportError } from '../../shared/errors/index.ts';
import type { Console } from '../console/console.ts';

/** "Policy violation" of RFC 6455, section 7.4.1: somebody talks who isn't our page. */
const notUnderstood = 1008;
/** A page that doesn't read what it is told is not to fill the memory. */
const mostUnread = 64 * 2 ** 20;

/** Lets a page talk with the console: its questions are answered, and what happens is told. */
export function talk(page: WebSocket, console: Console): void {
  const say = (told: Told) => {
    if (page.bufferedAmount > mostUnread) page.terminate();
    else if (page.readyState === page.OPEN) page.send(JSON.stringify(told));
  };
  const hush = console.listen((event) => say({ kind: 'event', event }));
  page.on('close', hush);
  page.on('error', () => page.terminate());
  page.on('message', (data, isBinary) => {
    const ask = isBinary ? undefined : readAsk(String(data));
    if (ask === undefined) return page.close(notUnderstood);
    console.ask(ask.channel, ask.request).then(
      (answer) => say({ kind: 'answer', id: ask.id, answer }),
      (error: unknown) => say({ kind: 'error', id: ask.id, error: reportError(error) }),
    );
  });
}

function readAsk(text: string): Ask | undefined {
  try {
    return Ask.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
