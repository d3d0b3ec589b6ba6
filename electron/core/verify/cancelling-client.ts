import type { Client } from 'pg';

/**
 * Opens a session for `work`, and a second one by which the server is told to drop the first one's statement
 * when the signal aborts: it may sort for long before it notices that nobody listens.
 */
export async function withCancellingClient<T>(
  connect: () => Promise<Client>,
  signal: AbortSignal,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect();
  try {
    const second = await connect();
    try {
      return await cancelOnAbort(client, second, signal, work);
    } finally {
      await second.end();
    }
  } finally {
    await client.end();
  }
}

async function cancelOnAbort<T>(
  client: Client,
  second: Client,
  signal: AbortSignal,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = rows[0]?.pid;
  let cancelled: Promise<unknown> | undefined;
  const cancel = () => {
    cancelled = second.query('SELECT pg_cancel_backend($1)', [pid]);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work(client);
  } finally {
    signal.removeEventListener('abort', cancel);
    await cancelled;
  }
}
