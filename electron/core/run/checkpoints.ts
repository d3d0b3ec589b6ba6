import type { Target } from '../../../shared/target.ts';
import { cancellable, connect } from '../postgres/connect.ts';
import { serverVersion } from '../postgres/server-version.ts';

/** Since version 17 they have a view of their own (its release notes, "Monitoring"). */
const sqlFor = (version: number) =>
  version >= 170_000
    ? 'SELECT (num_timed + num_requested)::float8 AS checkpoints FROM pg_stat_checkpointer'
    : 'SELECT (checkpoints_timed + checkpoints_req)::float8 AS checkpoints FROM pg_stat_bgwriter';

/**
 * How many checkpoints the server has made since its counters were reset. What a load test writes, its copies first,
 * brings one about sooner; it disturbs who works meanwhile. None is asked for before the first round: right after one,
 * each page's first change is written to the log as a whole, and updates were half as fast as without, measured.
 */
export async function readCheckpoints(target: Target, signal: AbortSignal): Promise<number> {
  const client = await connect(target, { signal });
  try {
    return await cancellable(client, target, signal, async () => {
      const { rows } = await client.query<{ checkpoints: number }>(sqlFor(await serverVersion(client)));
      return rows[0]?.checkpoints ?? 0;
    });
  } finally {
    await client.end();
  }
}
