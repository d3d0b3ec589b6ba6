import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may pass: one person on this machine, by a token that only the first URL has. */
export class Gate {
  readonly #cookieName: string;
  readonly #session = randomBytes(32).toString('base64url');
  /** Good for one exchange. */
  #token: string | undefined = randomBytes(32).toString('base64url');

  /** @param port keeps the cookies of two consoles on one machine apart */
  constructor(port: number) {
    this.#cookieName = `rollcall_${port}`;
  }

  /** Of the first URL, until it was exchanged. */
  get token(): string | undefined {
    return this.#token;
  }

  /** A new one in place of the last, for who has lost the cookie; who has it keeps it. */
  renew(): string {
    this.#token = randomBytes(32).toString('base64url');
    return this.#token;
  }

  /** The cookie that a good token is exchanged for; undefined for any other. */
  exchange(token: string): string | undefined {
    if (this.#token === undefined || !same(token, this.#token)) return undefined;
    this.#token = undefined;
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  isSession({ cookie = '' }: IncomingHttpHeaders): boolean {
    const prefix = `${this.#cookieName}=`;
    const own = cookie.split('; ').find((pair) => pair.startsWith(prefix));
    return own !== undefined && same(own.slice(prefix.length), this.#session);
  }
}

/**
 * Whether a request names this machine itself. The port may be another: of the near end of an SSH tunnel. A site that
 * has its name resolved to the loopback address (DNS rebinding) still sends its own name.
 */
export function isForThisMachine({ host = '' }: IncomingHttpHeaders): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(host);
}

/**
 * Whether a page of another site, or of another port of this machine, asks: it says so by its Origin, or where it only
 * embeds, by what browsers add (Fetch Metadata). A link that a person follows leads here from anywhere.
 */
export function isFromAnotherPage(headers: IncomingHttpHeaders): boolean {
  if (headers.origin !== undefined && !isFromOwnPage(headers)) return true;
  const { 'sec-fetch-site': site = 'none', 'sec-fetch-dest': purpose } = headers;
  return site !== 'none' && site !== 'same-origin' && purpose !== 'document';
}

/** Whether a request comes from the console's own page, which always says so when it opens a WebSocket. */
export function isFromOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === `http://${host}`;
}

function same(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
