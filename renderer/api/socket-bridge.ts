import { type Ask, type Bridge, Told } from '../../shared/console/wire.ts';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds before the next try to reach a console that has gone. */
const retryAfter = 1000;

/**
 * The console behind a WebSocket. A connection that is lost is made anew; questions on their way are rejected then,
 * and listeners hear of nothing but what happens after.
 */
export function socketBridge(): Bridge {
  const listeners = new Set<(event: unknown) => void>();
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let socket = open();

  function open(): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const opening = new WebSocket(new URL('/console', location.href.replace(/^http/, 'ws')));
      opening.addEventListener('open', () => resolve(opening));
      opening.addEventListener('message', ({ data }) => hear(String(data)));
      opening.addEventListener('close', () => {
        const lost = { code: 'console-lost', what: 'Rollcall does not answer.', todo: 'Start it again.' };
        reject(lost);
        for (const { reject: give } of waiting.values()) give(lost);
        waiting.clear();
        tell({ kind: 'lost' });
        setTimeout(() => {
          socket = open();
          socket.then(
            () => tell({ kind: 'reconnected' }),
            () => undefined,
          );
        }, retryAfter);
      });
    });
  }

  function tell(event: unknown): void {
    for (const heard of listeners) heard(event);
  }

  function hear(text: string): void {
    const told = Told.parse(JSON.parse(text));
    if (told.kind === 'event') {
      tell(told.event);
      return;
    }
    const asked = waiting.get(told.id);
    waiting.delete(told.id);
    if (told.kind === 'answer') asked?.resolve(told.answer);
    else asked?.reject(told.error);
  }

  return {
    ask: async (channel, request) => {
      const open = await socket;
      const id = next++;
      const question: Ask = { id, channel, request };
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        open.send(JSON.stringify(question));
      });
    },
    listen: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
