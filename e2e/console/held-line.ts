import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** A way to a server that stops what is sent in a copy, until it is let go. */
export interface HeldLine extends AsyncDisposable {
  /** Of the server, by this way. */
  readonly address: URL;
  readonly letGo: () => void;
}

/** Bytes that a connection may send before it is held: no statement is as long, and the copy of a large school is. */
const free = 2 ** 24;

/**
 * Opens one to a server. A move is then in mid-copy for as long as a test looks at it, however fast the machine is.
 *
 * @param server address of the server
 */
export async function holdLine(server: URL): Promise<HeldLine> {
  const going = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const door = createServer((near) => {
    const far = connect(Number(server.port), server.hostname);
    sockets.add(near).add(far);
    const held = async function* (parts: AsyncIterable<Buffer>) {
      let sent = 0;
      for await (const part of parts) {
        sent += part.length;
        if (sent > free) await going.promise;
        yield part;
      }
    };
    // Either side may leave at any time, as on any line.
    pipeline(near, held, far).catch(() => far.destroy());
    pipeline(far, near).catch(() => near.destroy());
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const bound = door.address();
  if (bound === null || typeof bound === 'string') throw new Error('The line has no port.');
  const address = new URL(server);
  address.port = String(bound.port);
  return {
    address,
    letGo: going.resolve,
    async [Symbol.asyncDispose]() {
      going.resolve();
      for (const socket of sockets) socket.destroy();
      door.close();
      await once(door, 'close');
    },
  };
}
