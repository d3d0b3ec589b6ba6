import { type Answer, type Channel, channels, type Request } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';

/** What is done on each channel. */
export type Handlers = {
  readonly [C in Channel]: (request: Request<C>) => Promise<Answer<C>> | Answer<C>;
};

/** Those of some areas: of `runs`, all channels that begin with `runs.`. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<Channel, `${Area}.${string}`>>;

/**
 * Checks what comes in by the channel's schema, and what goes out too: a window is told nothing that its channel
 * doesn't name.
 *
 * @returns throws RollcallError request-invalid, and whatever the handler throws
 */
export function handleBy(handlers: Handlers): (channel: string, request: unknown) => Promise<unknown> {
  return async (channel, request) => {
    if (!isChannel(channel)) throw rollcallError('request-invalid', { channel });
    return handle(handlers, channel, request);
  };
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(channels, name);
}

async function handle<C extends Channel>(handlers: Handlers, channel: C, request: unknown): Promise<unknown> {
  const parsed = channels[channel].request.safeParse(request);
  if (!parsed.success) throw rollcallError('request-invalid', { channel }, parsed.error);
  // The schema is the channel's own, which TypeScript can't see through the map.
  const answer = await handlers[channel](parsed.data as Request<C>);
  return channels[channel].answer.parse(answer);
}
