import { z } from 'zod';

/** How long a thread could not react, in milliseconds. */
export const Delays = z.object({ p50: z.number(), p99: z.number(), max: z.number() });
export type Delays = z.infer<typeof Delays>;

/** Runs in the page: a message to itself that comes late tells how long the thread was busy with something else. */
export function watchTasks(): void {
  const gaps: number[] = [];
  const { port1, port2 } = new MessageChannel();
  let before = performance.now();
  port1.addEventListener('message', () => {
    const now = performance.now();
    gaps.push(now - before);
    before = now;
    port2.postMessage(0);
  });
  port1.start();
  port2.postMessage(0);
  Object.assign(globalThis, { gapsOfTasks: gaps });
}

/** Of those tasks that anybody could notice: a frame's share and longer. */
export function readTasks(): Delays {
  const { gapsOfTasks = [] }: { gapsOfTasks?: number[] } = globalThis as object;
  const tasks = gapsOfTasks.filter((gap) => gap > 1).sort((one, other) => one - other);
  const at = (share: number) => tasks[Math.floor(tasks.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: tasks.at(-1) ?? 0 };
}
