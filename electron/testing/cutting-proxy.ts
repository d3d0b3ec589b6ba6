import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Target } from '../../shared/target.ts';

/** A way to a server that breaks when the switch's COMMIT passes. */
export interface CuttingProxy extends AsyncDisposable {
  readonly target: Target;
  /** Settles when the line has been cut. */
  readonly cut: Promise<void>;
}

export interface Cut {
  /** Whether the server gets the COMMIT; its answer never arrives. */
  readonly forwarded: boolean;
  /** Whether the server goes on believing that the client is there. */
  readonly noticed: boolean;
  /** Whether new connections are taken after that. */
  readonly comesBack: boolean;
}

/** With whatever stands behind it, as the mark of `own-statements.ts` does. */
const commit = /COMMIT[^\0]*\0/;

/** Starts one between the client and the server of `target`. */
export async function cuttingProxy(target: Target, how: Cut): Promise<CuttingProxy> {
  const { endpoint } = target;
  if (endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
  const cut = Promise.withResolvers<void>();
  let down = false;
  const open = new Set<{ destroy: () => unknown }>();
  const server = createServer((near) => {
    if (down) {
      near.destroy();
      return;
    }
    const far = connect(endpoint.port, endpoint.host);
    open.add(near).add(far);
    let switching = false;
    let deaf = false;
    const breakOff = () => {
      down = !how.comesBack;
      near.destroy();
      if (how.noticed) far.destroy();
      cut.resolve();
    };
    near.on('data', (chunk) => {
      switching ||= chunk.includes('INTO rollcall.run');
      if (!switching || !commit.test(chunk.toString('latin1'))) {
        far.write(chunk);
        return;
      }
      deaf = true;
      if (!how.forwarded) {
        breakOff();
        return;
      }
      far.once('data', breakOff);
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!deaf) near.write(chunk);
    });
    near.on('error', () => undefined).on('end', () => far.end());
    far.on('error', () => undefined).on('end', () => near.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    target: { ...target, endpoint: { ...endpoint, host: '127.0.0.1', port: address.port } },
    cut: cut.promise,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
