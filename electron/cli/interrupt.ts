import { rollcallError } from '../../shared/errors/index.ts';
import { say } from './terminal/say.ts';

/** npm passes a Ctrl-C on that the terminal has sent already: what comes this soon is the same key press. */
const echoMilliseconds = 400;

/**
 * A signal that aborts on the first Ctrl-C (or SIGTERM); the second one ends the process at once.
 *
 * @param lastWords said on the first, before what is under way has been put back
 */
export function abortOnInterrupt(lastWords: () => string): AbortSignal {
  const controller = new AbortController();
  let since = 0;
  const onSignal = (): void => {
    if (!controller.signal.aborted) {
      since = performance.now();
      say(`\n${lastWords()}`);
      controller.abort(rollcallError('cancelled', {}));
    } else if (performance.now() - since > echoMilliseconds) process.exit(1);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}
