import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Console } from '../console/console.ts';
import { type Pages, servePage } from '../console/page.ts';
import { Gate, isForThisMachine, isFromAnotherPage, isFromOwnPage } from './gate.ts';
import { talk } from './talk.ts';

export interface WebServer {
  /** Opens the console once; the page keeps what it is exchanged for. */
  readonly url: string;
  /** Another such address, which takes the place of the last. */
  readonly renew: () => string;
  /** Settles when nobody has looked at the console for an hour. */
  readonly forgotten: Promise<void>;
  readonly close: () => Promise<void>;
}

export interface WebServerOptions {
  /** Any free one when 0. */
  readonly port: number;
  /** Of the built interface. */
  readonly folder: string;
  /** Milliseconds between two looks whether a page is still there; a tunnel that broke doesn't say so. */
  readonly heartbeat?: number;
  /** Milliseconds without a page and without work after which it is forgotten. */
  readonly patience?: number;
  /** Milliseconds within which whoever connects has to have asked for something. */
  readonly slowest?: number;
}

/** A plan of a file with many tables is what is largest. */
const mostBytes = 16 * 2 ** 20;
/** Many times what a browser opens. Others on this machine may connect, and are not to use up what a job needs. */
const mostConnections = 100;
const hour = 3_600_000;
const halfMinute = 30_000;
const tenSeconds = 10_000;

/**
 * Serves the console to one browser, on the loopback address.
 *
 * @throws RollcallError port-taken
 */
export async function serveConsole(
  console: Console,
  { port, folder, heartbeat = halfMinute, patience = hour, slowest = tenSeconds }: WebServerOptions,
): Promise<WebServer> {
  const server = createServer({
    headersTimeout: slowest,
    requestTimeout: slowest,
    connectionsCheckingInterval: slowest / 2,
  });
  server.maxConnections = mostConnections;
  await listen(server, port);
  const own = (server.address() as AddressInfo).port;
  const gate = new Gate(own);
  const address = (token: string) => `http://127.0.0.1:${own}/?token=${token}`;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostBytes });
  const forgotten = Promise.withResolvers<void>();
  const restart = watchForPages(console, patience, forgotten.resolve);

  server.on('request', (request, response) => {
    answer(request, response, gate, { folder, runs: console.runs }).catch(() => {
      if (!response.headersSent) refuse(response, 500);
      else response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    // Nobody else listens any more, and whoever knocks may break off.
    socket.on('error', () => socket.destroy());
    const allowed =
      isForThisMachine(request.headers) && isFromOwnPage(request.headers) && gate.isSession(request.headers);
    if (!allowed || request.url !== '/console') return refuseUpgrade(socket);
    sockets.handleUpgrade(request, socket, head, (page) => {
      restart(1);
      page.on('close', () => restart(-1));
      endWhenGone(page, heartbeat);
      talk(page, console);
    });
  });

  return {
    url: address(gate.token ?? gate.renew()),
    renew: () => address(gate.renew()),
    forgotten: forgotten.promise,
    close: async () => {
      for (const page of sockets.clients) page.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(rollcallError('port-taken', { port }, cause)));
    server.listen({ host: '127.0.0.1', port }, () => resolve());
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  pages: Pages,
): Promise<void> {
  if (!isForThisMachine(request.headers)) return refuse(response, 421);
  if (isFromAnotherPage(request.headers)) return refuse(response, 403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const token = url.searchParams.get('token');
  if (url.pathname === '/' && token !== null && !gate.isSession(request.headers)) {
    const cookie = gate.exchange(token);
    if (cookie === undefined) return refuse(response, 403);
    return welcome(response, cookie);
  }
  if (!gate.isSession(request.headers)) return refuse(response, 403);
  const served = await servePage(pages, url);
  if (!served) return refuse(response, 404);
  response.writeHead(200, served.headers).end(request.method === 'HEAD' ? undefined : served.body);
}

/**
 * Leads on by a page and not by a redirect: where another page led here, such as the file that `--open` opens, a
 * browser keeps a SameSite=Strict cookie back from what it is redirected to.
 */
function welcome(response: ServerResponse, cookie: string): void {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'",
    'Referrer-Policy': 'no-referrer',
    'Set-Cookie': cookie,
  };
  response
    .writeHead(200, headers)
    .end('<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Rollcall</title>');
}

const reasons: Readonly<Record<number, string>> = {
  403: 'This page belongs to whoever started Rollcall. Open the address that it printed.',
  404: 'There is nothing here.',
  405: 'This can only be read.',
  421: 'This server answers to its own name alone.',
  500: 'Rollcall could not read its own page.',
};

function refuse(response: ServerResponse, status: number): void {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  response.writeHead(status, headers).end(reasons[status]);
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n', () => socket.destroy());
}

/** A page that doesn't answer until the next look is gone. */
function endWhenGone(page: WebSocket, heartbeat: number): void {
  let answered = true;
  page.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return page.terminate();
    answered = false;
    page.ping();
  }, heartbeat);
  page.on('close', () => clearInterval(timer));
}

/** Counts pages; calls `forget` once none has been there, and nothing was under way, for `patience`. */
function watchForPages(console: Console, patience: number, forget: () => void): (change: 1 | -1 | 0) => void {
  let pages = 0;
  let timer: NodeJS.Timeout | undefined;
  const count = (change: 1 | -1 | 0) => {
    pages += change;
    clearTimeout(timer);
    if (pages > 0) return;
    timer = setTimeout(() => (console.busy() ? count(0) : forget()), patience).unref();
  };
  count(0);
  return count;
}
