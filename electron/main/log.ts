import { join } from 'node:path';
import type { App } from 'electron';
import log from 'electron-log/node.js';
import { type ErrorReport, reportError } from '../../shared/errors/index.ts';
import type { Console } from '../console/console.ts';

const mostBytes = 1 << 20;

/**
 * Keeps a log in `folder`, whose older half makes way at a mebibyte. It holds what was done and the codes of errors:
 * no facts, no details and no addresses, in which a secret could hide.
 */
export function keepLog(app: App, folder: string, console: Console): void {
  log.transports.console.level = false;
  log.transports.file.resolvePathFn = () => join(folder, 'rollcall.log');
  log.transports.file.maxSize = mostBytes;
  console.listen((event) => {
    if (event.kind !== 'job') return;
    const { job, status } = event.job;
    log.info(job.kind, status, event.job.status === 'failed' ? codeOf(event.job.error) : '');
  });
  process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', codeOf(reportError(error))));
  app.on('render-process-gone', (_event, _contents, { reason }) => log.error('page gone', reason));
  app.on('child-process-gone', (_event, { type, reason }) => log.error(type, 'gone', reason));
}

function codeOf({ code }: ErrorReport): string {
  return code;
}
