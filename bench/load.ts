import { abortOnInterrupt } from '../electron/cli/interrupt.ts';
import { benchFolder } from './folder.ts';
import { loadBench } from './load-bench.ts';
import { readLoadOptions } from './load-options.ts';
import { withServer } from './server.ts';

const options = readLoadOptions(process.argv.slice(2));
const signal = abortOnInterrupt(() => 'Stopping, and tidying up.');
await using folder = await benchFolder();
try {
  await withServer(options, folder.path, signal, async (server) => {
    if (!(await loadBench(server, options, folder.path, signal))) process.exitCode = 1;
  });
} catch (error) {
  if (!signal.aborted) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
