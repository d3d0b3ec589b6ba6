import { Socket } from 'node:net';

/** Bytes; as much as libuv offers to a read. */
const offered = 65_536;

/**
 * A socket that reads into one piece of memory and hands on copies of what came. An ordinary one allocates 64 kB for
 * each read, which for short answers costs the meter a sixth of its throughput (`npm run bench:load`). It can't be
 * paused.
 */
export function frugalSocket(): Socket {
  const socket: Socket = new Socket({
    onread: {
      buffer: Buffer.allocUnsafeSlow(offered),
      callback: (length, memory) => {
        socket.emit('data', Buffer.from(memory.subarray(0, length)));
        return true;
      },
    },
  });
  return socket;
}
