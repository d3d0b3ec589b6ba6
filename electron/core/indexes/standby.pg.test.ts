import { describe, expect, test } from 'vitest';
import type { Target } from '../../../shared/target.ts';
import { startOwnServer } from '../../testing/own-server.ts';
import { servers } from '../../testing/postgres.ts';
import { startStandby } from '../../testing/standby.ts';
import { connectForReading } from '../postgres/reading-pool.ts';
import { readIndexes } from './read-indexes.ts';

async function read(target: Target) {
  const client = await connectForReading(target, 'rollcall indexes');
  try {
    return await readIndexes(client, target, 'public');
  } finally {
    await client.end();
  }
}

const plain = servers().find(({ version }) => version === 15);

describe.runIf(plain)('with a standby', () => {
  test('each side says that the other one counts apart', async () => {
    await using primary = await startOwnServer();
    expect((await read(primary.target)).alsoUsedBy).toBeUndefined();
    await using standby = await startStandby(primary, 'follower');
    expect((await read(standby.target)).alsoUsedBy).toBe('primary');
    await expect.poll(async () => (await read(primary.target)).alsoUsedBy).toBe('standbys');
  });
});
