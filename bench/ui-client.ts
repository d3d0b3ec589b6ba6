import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Answer, type Channel, channels, type Request } from '../shared/console/channels.ts';
import type { Job, JobResult } from '../shared/console/job.ts';
import { Told } from '../shared/console/wire.ts';

/** Talks with a console as its page does. */
export class ConsoleClient implements AsyncDisposable {
  readonly address: URL;
  readonly cookie: { readonly name: string; readonly value: string };
  readonly #socket: WebSocket;
  #next = 0;

  private constructor(address: URL, cookie: ConsoleClient['cookie'], socket: WebSocket) {
    this.address = address;
    this.cookie = cookie;
    this.#socket = socket;
    socket.setMaxListeners(0);
  }

  /** @param url the address that `rollcall serve` prints */
  static async connect(url: string): Promise<ConsoleClient> {
    const address = new URL('/', url);
    const { headers } = await fetch(url);
    const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
    const socket = new WebSocket(`ws://${address.host}/console`, {
      headers: { cookie: `${name}=${value}`, origin: address.origin },
    });
    await once(socket, 'open');
    return new ConsoleClient(address, { name, value }, socket);
  }

  async ask<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<C>> {
    const id = this.#next++;
    const answered = this.#hear((told) => (told.kind !== 'event' && told.id === id ? told : undefined));
    this.#socket.send(JSON.stringify({ id, channel, request }));
    const told = await answered;
    if (told.kind === 'error') throw new Error(`${told.error.what} ${told.error.todo}`);
    return channels[channel].answer.parse(told.answer) as Answer<C>;
  }

  /** Does a job to its end. */
  async run(job: Job): Promise<JobResult> {
    const ended = this.#hear((told) => {
      const state = told.kind === 'event' && told.event.kind === 'job' ? told.event.job : undefined;
      return state?.job.kind === job.kind && !['waiting', 'running'].includes(state.status)
        ? state
        : undefined;
    });
    await this.ask('job.start', job);
    const state = await ended;
    if (state.status !== 'done') throw new Error(`${job.kind} ended as ${JSON.stringify(state).slice(-400)}`);
    return state.result;
  }

  #hear<Wanted>(pick: (told: Told) => Wanted | undefined): Promise<Wanted> {
    return new Promise((resolve) => {
      const listen = (data: unknown) => {
        const wanted = pick(Told.parse(JSON.parse(String(data))));
        if (wanted === undefined) return;
        this.#socket.off('message', listen);
        resolve(wanted);
      };
      this.#socket.on('message', listen);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
  }
}
