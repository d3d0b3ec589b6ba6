import {
  type Answer,
  type Channel,
  ConsoleEvent,
  channels,
  type Request,
} from '../../shared/console/channels.ts';
import { ErrorReport } from '../../shared/errors/index.ts';
import { bridge } from './bridge.ts';

/** An error of the console, to be shown as it is. */
export class ConsoleError extends Error {
  readonly report: ErrorReport;

  constructor(report: ErrorReport) {
    super(report.what);
    this.report = report;
  }
}

/**
 * Asks the console.
 *
 * @throws ConsoleError
 */
export async function ask<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<C>> {
  try {
    const answer = await bridge.ask(channel, request);
    // Each schema gives its own channel's answer, which TypeScript can't see through the map.
    return channels[channel].answer.parse(answer) as Answer<C>;
  } catch (error) {
    throw new ConsoleError(reportOf(error));
  }
}

export function reportOf(error: unknown): ErrorReport {
  if (error instanceof ConsoleError) return error.report;
  const parsed = ErrorReport.safeParse(error);
  if (parsed.success) return parsed.data;
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', what: detail, todo: '', detail };
}

/** What a window hears: events of the console, and of the way to it. */
export type Heard = ConsoleEvent | { readonly kind: 'lost' } | { readonly kind: 'reconnected' };

/** Hears what happens in the console; what isn't understood is taken as a reason to read the state anew. */
export function listen(heard: (event: Heard) => void): () => void {
  return bridge.listen((event) => {
    const parsed = ConsoleEvent.safeParse(event);
    if (parsed.success) heard(parsed.data);
    else heard({ kind: isLoss(event) ? 'lost' : 'reconnected' });
  });
}

function isLoss(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'kind' in event && event.kind === 'lost';
}
