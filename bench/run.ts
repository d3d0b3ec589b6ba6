import { abortOnInterrupt } from '../electron/cli/interrupt.ts';
import { bench } from './bench.ts';
import { benchFolder } from './folder.ts';
import { readOptions } from './options.ts';
import { withServer } from './server.ts';

const options = readOptions(process.argv.slice(2));
const signal = abortOnInterrupt(() => 'Stopping, and tidying up.');
await using folder = await benchFolder();
try {
  await withServer(options, folder.path, signal, (server) => bench(server, options, folder.path, signal));
} catch (error) {
  if (!signal.aborted) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
