import type pg from 'pg';
import { z } from 'zod';
import type { Follower, Replication, Slot, Standby } from '../../../shared/monitor/replication.ts';

/** Two positions are read one after the other, so the later one may be ahead. */
const distance = z
  .number()
  .transform((far) => Math.max(0, far))
  .nullable();

const FollowerRow = z.object({
  pid: z.number().int(),
  name: z.string(),
  state: z.string().nullable(),
  sync: z.string().nullable(),
  address: z.string().nullable(),
  bytesBehind: distance,
  secondsBehind: distance,
});

const SlotRow = z.object({
  name: z.string(),
  kind: z.enum(['physical', 'logical']),
  database: z.string().nullable(),
  isUsed: z.boolean(),
  bytesKept: distance,
  status: z.string().nullable(),
  bytesLeft: z.number().nullable(),
});

const StandbyRow = z.object({
  isConnected: z.boolean(),
  state: z.string().nullable(),
  host: z.string().nullable(),
  bytesBehind: distance,
  secondsBehind: distance,
  isPaused: z.boolean(),
});

const Row = z.object({
  followers: z.array(FollowerRow),
  slots: z.array(SlotRow),
  standby: StandbyRow.nullable(),
});

/**
 * A standby has followers and slots too, and writes no log of its own: there pg_current_wal_lsn fails, and how far it is
 * is what it has received, or read from an archive. wal_status and safe_wal_size came with PostgreSQL 13. Whoever takes
 * the log without applying it (pg_receivewal, a backup) has no replay_lsn.
 */
const sql = `
  WITH here AS MATERIALIZED (
    SELECT CASE WHEN pg_is_in_recovery()
                THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
                ELSE pg_current_wal_lsn() END AS lsn)
  SELECT (SELECT coalesce(json_agg(json_build_object(
                   'pid', pid,
                   'name', coalesce(application_name, ''),
                   'state', state,
                   'sync', sync_state,
                   'address', host(client_addr),
                   'bytesBehind', pg_wal_lsn_diff(lsn, coalesce(replay_lsn, flush_lsn, write_lsn)),
                   'secondsBehind', extract(epoch FROM replay_lag)) ORDER BY application_name, pid), '[]')
            FROM pg_stat_replication, here) AS followers,
         (SELECT coalesce(json_agg(json_build_object(
                   'name', slot_name,
                   'kind', slot_type,
                   'database', database,
                   'isUsed', active,
                   'bytesKept', pg_wal_lsn_diff(lsn, restart_lsn),
                   'status', to_jsonb(slots) ->> 'wal_status',
                   'bytesLeft', (to_jsonb(slots) ->> 'safe_wal_size')::float8) ORDER BY slot_name), '[]')
            FROM pg_replication_slots AS slots, here) AS slots,
         (SELECT json_build_object(
                   'isConnected', receiver.pid IS NOT NULL,
                   'state', receiver.status,
                   'host', receiver.sender_host,
                   'bytesBehind', pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()),
                   'secondsBehind', CASE
                     WHEN receiver.pid IS NOT NULL AND pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn() THEN 0
                     ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END,
                   'isPaused', pg_is_wal_replay_paused())
            FROM (SELECT) AS always LEFT JOIN pg_stat_wal_receiver AS receiver ON true
           WHERE pg_is_in_recovery()) AS standby`;

/**
 * Who follows this server, what it keeps for them, and how it follows another one itself.
 *
 * @throws what the server says
 */
export async function readReplication(client: pg.Client): Promise<Replication> {
  const { rows } = await client.query(sql);
  const { followers, slots, standby } = Row.parse(rows[0]);
  return {
    followers: followers.map(followerOf),
    slots: slots.map(slotOf),
    ...(standby === null ? {} : { standby: standbyOf(standby) }),
  };
}

function followerOf(row: z.infer<typeof FollowerRow>): Follower {
  const { pid, name, state, sync, address, bytesBehind, secondsBehind } = row;
  if (state === null || sync === null) return { pid, name };
  return {
    pid,
    name,
    following: {
      state,
      sync,
      ...(address === null ? {} : { address }),
      ...(bytesBehind === null ? {} : { bytesBehind }),
      ...(secondsBehind === null ? {} : { secondsBehind }),
    },
  };
}

const statesOfSlots: Readonly<Record<string, Slot['state']>> = { unreserved: 'endangered', lost: 'lost' };

function slotOf({
  name,
  kind,
  database,
  isUsed,
  bytesKept,
  status,
  bytesLeft,
}: z.infer<typeof SlotRow>): Slot {
  return {
    name,
    kind,
    ...(database === null ? {} : { database }),
    isUsed,
    ...(bytesKept === null ? {} : { bytesKept }),
    state: statesOfSlots[status ?? ''] ?? 'kept',
    ...(bytesLeft === null ? {} : { bytesLeft }),
  };
}

function standbyOf(row: z.infer<typeof StandbyRow>): Standby {
  const { bytesBehind, secondsBehind, isPaused } = row;
  return {
    source: sourceOf(row),
    ...(bytesBehind === null ? {} : { bytesBehind }),
    ...(secondsBehind === null ? {} : { secondsBehind }),
    isPaused,
  };
}

function sourceOf({ isConnected, state, host }: z.infer<typeof StandbyRow>): Standby['source'] {
  if (!isConnected) return { kind: 'none' };
  if (state === null) return { kind: 'hidden' };
  return { kind: 'connected', state, ...(host === null || host === '' ? {} : { host }) };
}
