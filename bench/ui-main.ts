// The console's main process for `npm run bench:ui`: serves it, and says on request how long its event loop was held up.
import { homedir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { serve } from '../electron/web/serve.ts';

const stop = new AbortController();
const delay = monitorEventLoopDelay({ resolution: 1 });
const milliseconds = (nanoseconds: number) => Math.round(nanoseconds / 10_000) / 100;

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'begin') {
    delay.reset();
    delay.enable();
  } else if (line === 'end') {
    delay.disable();
    const told = { p50: delay.percentile(50), p99: delay.percentile(99), max: delay.max };
    const measured = Object.entries(told).map(([name, value]) => [name, milliseconds(value)]);
    process.stdout.write(`${JSON.stringify(Object.fromEntries(measured))}\n`);
  } else stop.abort();
});

await serve({
  version: 'bench',
  open: false,
  roots: [homedir()],
  signal: stop.signal,
  onReady: (url) => process.stdout.write(`${url}\n`),
});
process.exit(0);
