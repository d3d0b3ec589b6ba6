import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Told } from '../../shared/console/wire.ts';
import { openTestConsole, type TestConsole } from '../testing/open-test-console.ts';
import { serveConsole, type WebServer } from './server.ts';

let opened: TestConsole;
let server: WebServer;
let host: string;
let cookie: string;

beforeAll(async () => {
  opened = await openTestConsole();
  server = await serveConsole(opened.console, { port: 0, folder: opened.pages });
  host = new URL(server.url).host;
});
afterAll(async () => {
  await server.close();
  await opened[Symbol.asyncDispose]();
});

interface Got {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** By node:http, since fetch sets the Host itself and tidies paths. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  const [hostname, port] = host.split(':');
  const asked = request({ hostname, port, path, method, headers: { host, ...headers } }).end();
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** Whether a WebSocket is let in. */
async function knock(headers: Record<string, string>, path = '/console'): Promise<'open' | number> {
  const socket = new WebSocket(`ws://${host}${path}`, { headers });
  try {
    return await new Promise((resolve, reject) => {
      socket.on('open', () => resolve('open'));
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('error', reject);
    });
  } finally {
    socket.terminate();
  }
}

const ownPage = () => ({ cookie, origin: `http://${host}`, host });

describe('the token', () => {
  test.each(['wrong', '', 'x'.repeat(43)])('%j opens nothing', async (token) => {
    expect(await get(`/?token=${token}`)).toMatchObject({ status: 403, headers: {} });
    expect((await get(`/?token=${token}`)).headers['set-cookie']).toBeUndefined();
  });

  test('is exchanged for a cookie that no script and no other site can use', async () => {
    const { status, headers } = await get(new URL(server.url).search.replace(/^/, '/'));
    expect(status).toBe(200);
    const [set = ''] = headers['set-cookie'] ?? [];
    expect(set).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    cookie = set.split(';')[0] ?? '';
  });

  test('works once', async () => {
    expect((await get(`/${new URL(server.url).search}`)).status).toBe(403);
  });

  test('can be replaced, which lets in who has the new one and leaves in who was', async () => {
    const first = server.renew();
    const second = server.renew();
    expect((await get(`/${new URL(first).search}`)).status).toBe(403);
    expect((await get(`/${new URL(second).search}`)).status).toBe(200);
    expect((await get('/', { cookie })).status).toBe(200);
  });

  test('is in no page', async () => {
    const { body } = await get('/', { cookie });
    expect(body).not.toContain(new URL(server.url).searchParams.get('token'));
  });
});

describe('a request', () => {
  test('without the cookie, or with another, gets nothing', async () => {
    expect((await get('/')).status).toBe(403);
    expect((await get('/', { cookie: `${cookie.split('=')[0]}=guess` })).status).toBe(403);
  });

  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '0.0.0.0',
    '127.0.0.1:',
    '127.0.0.1:80:80',
    '127.0.0.1@evil.example',
    '[::1].evil.example',
    '[::1',
  ])('for the host %s, as DNS rebinding makes it, gets nothing', async (name) => {
    expect((await get('/', { cookie, host: name })).status).toBe(421);
  });

  test.each(['localhost:9000', '127.0.0.1:1', '[::1]:9000', 'localhost'])(
    'by %s, the near end of a tunnel, is answered',
    async (name) => {
      expect((await get('/', { cookie, host: name })).status).toBe(200);
    },
  );

  test.each([
    ['by its Origin', { origin: 'https://evil.example' }],
    ['by the Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['by no Origin that it would name', { origin: 'null' }],
    ['as a picture', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
    ['as a script, from another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' }],
    ['as a frame', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }],
  ])('of a page that is not the console’s own, %s, gets nothing', async (_, headers) => {
    expect((await get('/', { cookie, ...headers })).status).toBe(403);
  });

  test.each([
    ['the console’s own page', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'font' }],
    ['a person who follows a link', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }],
    ['a person who types the address', { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }],
  ])('of %s is answered', async (_, headers) => {
    expect((await get('/', { cookie, ...headers })).status).toBe(200);
  });

  test.each([
    '/../outside.html',
    '/..%2foutside.html',
    '/%2e%2e/outside.html',
    '/..%5coutside.html',
    '/%00.html',
    '/%',
    '//etc/passwd',
    '/runs/..%2f..%2fx/report.html',
    '/runs/nothing/report.html',
  ])('for %s, outside of the pages, gets nothing', async (path) => {
    expect((await get(path, { cookie })).status).toBe(404);
  });

  test.each(['POST', 'DELETE', 'OPTIONS'])('that is a %s gets nothing', async (method) => {
    expect((await get('/', { cookie }, method)).status).toBe(405);
  });

  test('is answered with a policy that runs our own scripts only, and may not be framed', async () => {
    const { headers } = await get('/', { cookie });
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
  });
});

describe('a WebSocket', () => {
  test('of the console’s own page is let in', async () => {
    expect(await knock(ownPage())).toBe('open');
  });

  test.each([
    ['another site', () => ({ ...ownPage(), origin: 'https://evil.example' })],
    ['another port of this machine', () => ({ ...ownPage(), origin: 'http://127.0.0.1:1' })],
    ['a sandboxed page', () => ({ ...ownPage(), origin: 'null' })],
    ['no page at all', () => ({ cookie, host })],
    ['a page without the cookie', () => ({ origin: `http://${host}`, host })],
    ['a rebound name', () => ({ ...ownPage(), host: 'evil.example', origin: 'http://evil.example' })],
  ])('of %s is not', async (_, headers) => {
    expect(await knock(headers() as Record<string, string>)).toBe(403);
  });

  test('to another path is not', async () => {
    expect(await knock(ownPage(), '/')).toBe(403);
  });

  test.each([
    ['while it is refused', {}],
    ['while it is let in', 'own'],
  ])('that breaks off %s takes nothing with it', async (_, page) => {
    const [hostname = '', port] = host.split(':');
    const headers = page === 'own' ? { ...ownPage() } : { host };
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const lines = Object.entries({ ...headers, ...upgrade, 'sec-websocket-key': btoa('x'.repeat(16)) });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(`GET /console HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`);
      socket.write('x'.repeat(attempt * 100));
      if (attempt % 2 === 0) await new Promise(setImmediate);
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    expect(await knock(ownPage())).toBe('open');
  });
});

describe('a message', () => {
  async function talk(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://${host}/console`, { headers: ownPage() });
    await once(socket, 'open');
    return socket;
  }

  async function ask(channel: unknown, request: unknown = {}): Promise<Told> {
    const socket = await talk();
    socket.send(JSON.stringify({ id: 1, channel, request }));
    const [data] = await once(socket, 'message');
    socket.terminate();
    return Told.parse(JSON.parse(String(data)));
  }

  const refusal = (code: string) => ({ kind: 'error', error: expect.objectContaining({ code }) });

  test.each([
    ['no JSON', '{'],
    ['no question', '{"id":"1"}'],
    ['a question with more in it', '{"id":1,"channel":"console.state","request":{},"as":"root"}'],
    ['a channel that is no name', '{"id":1,"channel":{"toString":1},"request":{}}'],
  ])('that is %s ends the conversation', async (_, message) => {
    const socket = await talk();
    socket.send(message);
    const [code] = await once(socket, 'close');
    expect(code).toBe(1008);
  });

  test('in bytes ends it', async () => {
    const socket = await talk();
    socket.send(Buffer.from('{"id":1,"channel":"console.state","request":{}}'));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1008);
  });

  test('that is too long ends it before it is read', async () => {
    const socket = await talk();
    socket.send(`{"id":1,"channel":"console.state","request":"${'x'.repeat(17 * 2 ** 20)}"}`);
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
  });

  test.each(['shell.run', 'constructor', '__proto__', 'toString', ''])(
    'to the channel %j is refused',
    async (name) => {
      expect(await ask(name)).toEqual({ ...refusal('request-invalid'), id: 1 });
    },
  );

  test('that does not fit its channel is refused', async () => {
    expect(await ask('source.rows', { path: '/app.db', table: 't', from: -1, count: 1 })).toMatchObject(
      refusal('request-invalid'),
    );
    expect(await ask('source.rows', { path: '/app.db', table: 't', from: 0, count: 501 })).toMatchObject(
      refusal('request-invalid'),
    );
    expect(await ask('console.state', { more: 1 })).toMatchObject(refusal('request-invalid'));
  });

  test('reaches no file outside of the folders that were opened', async () => {
    const { home } = opened;
    await mkdir(join(home, 'school'));
    await writeFile(join(home, 'school', 'app.db'), '');
    await symlink('/etc', join(home, 'etc'));
    for (const folder of [
      '/etc',
      '/',
      join(home, '..'),
      join(home, 'etc'),
      join(home, 'school', '..', '..'),
    ]) {
      expect(await ask('files.list', { folder })).toMatchObject(refusal('path-outside-roots'));
    }
    for (const path of ['/etc/passwd', join(home, 'etc', 'passwd')]) {
      expect(await ask('job.start', { kind: 'open', path })).toMatchObject(refusal('path-outside-roots'));
      const env = { path, connection: 'practice', driver: 'plain' };
      expect(await ask('env.preview', env)).toMatchObject(refusal('path-outside-roots'));
      expect(await ask('env.write', env)).toMatchObject(refusal('path-outside-roots'));
      const draft = { name: '', at: { kind: 'env', path }, saved: 'no' };
      expect(await ask('connection.save', draft)).toMatchObject(refusal('path-outside-roots'));
    }
    expect(await ask('files.list', { folder: home })).toMatchObject({
      kind: 'answer',
      answer: { entries: [{ name: 'school', kind: 'folder' }] },
    });
  });

  test('asks for no run by a path', async () => {
    for (const runId of ['../../etc', '..', '/etc/passwd']) {
      expect(await ask('runs.report', { runId })).toMatchObject(refusal('run-unknown'));
    }
  });
});

describe('the server', () => {
  test('listens on this machine alone', () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });

  test('lets nobody connect without saying anything, or as slowly as they like', async () => {
    const other = await serveConsole(opened.console, { port: 0, folder: opened.pages, slowest: 40 });
    const { hostname, port } = new URL(other.url);
    const said = [
      '',
      'GET / HTTP/1.1\r\nHost: loc',
      'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n1',
    ];
    await Promise.all(
      said.map(async (words) => {
        const socket = connect(Number(port), hostname);
        await once(socket, 'connect');
        socket.write(words);
        socket.resume();
        await once(socket, 'close');
      }),
    );
    await other.close();
  });

  test('leaves a job its share of files, however many connect', async () => {
    const [hostname, port] = host.split(':');
    const sockets = Array.from({ length: 150 }, () => connect(Number(port), hostname));
    const isTurnedAway = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));
    await Promise.all(sockets.slice(-10).map((socket) => isTurnedAway(socket.resume())));
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(async () => expect((await get('/', { cookie })).status).toBe(200));
  });

  test('says when its port is taken', async () => {
    const port = Number(host.split(':')[1]);
    await expect(serveConsole(opened.console, { port, folder: opened.pages })).rejects.toMatchObject({
      code: 'port-taken',
      facts: { port },
    });
  });

  test('takes a page for gone that does not answer any more', async () => {
    const other = await serveConsole(opened.console, {
      port: 0,
      folder: opened.pages,
      heartbeat: 20,
      patience: 20,
    });
    const { host, search } = new URL(other.url);
    const { headers } = await fetch(`http://${host}/${search}`);
    const [own = ''] = (headers.get('set-cookie') ?? '').split(';');
    const page = new WebSocket(`ws://${host}/console`, {
      headers: { cookie: own, origin: `http://${host}` },
      autoPong: false,
    });
    await once(page, 'open');
    await Promise.all([once(page, 'close'), other.forgotten]);
    await other.close();
  });

  test('is forgotten when nobody has looked for as long as that takes', async () => {
    const other = await serveConsole(opened.console, { port: 0, folder: opened.pages, patience: 20 });
    await other.forgotten;
    await other.close();
  });
});
