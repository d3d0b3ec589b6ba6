import type pg from 'pg';
import { z } from 'zod';
import type { Replication } from '../../../shared/monitor/reading.ts';

const Primary = z.object({
  replicas: z.array(
    z.object({
      name: z.string(),
      state: z.string().nullable(),
      sync: z.string().nullable(),
      bytesBehind: z.number().nullable(),
      secondsBehind: z.number().nullable(),
    }),
  ),
  slots: z.array(z.object({ name: z.string(), bytesKept: z.number().nullable() })),
});

const primarySql = `
  SELECT /* rollcall */ (SELECT coalesce(json_agg(json_build_object(
                   'name', coalesce(application_name, ''),
                   'state', state,
                   'sync', sync_state,
                   'bytesBehind', greatest(0, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)),
                   'secondsBehind', extract(epoch FROM replay_lag))), '[]')
            FROM pg_stat_replication) AS replicas,
         (SELECT coalesce(json_agg(json_build_object(
                   'name', slot_name,
                   'bytesKept', greatest(0, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)))), '[]')
            FROM pg_replication_slots
           WHERE NOT active) AS slots`;

const standbySql = `
  SELECT /* rollcall */ extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS seconds`;

const Standby = z.object({ seconds: z.number().nullable() });

export async function readReplication(client: pg.Client, inRecovery: boolean): Promise<Replication> {
  const { rows } = await client.query(inRecovery ? standbySql : primarySql);
  return inRecovery ? standbyOf(Standby.parse(rows[0])) : primaryOf(Primary.parse(rows[0]));
}

function standbyOf({ seconds }: z.infer<typeof Standby>): Replication {
  return { role: 'standby', ...(seconds === null ? {} : { secondsBehind: seconds }) };
}

function primaryOf({ replicas, slots }: z.infer<typeof Primary>): Replication {
  return {
    role: 'primary',
    replicas: replicas.map(({ name, state, sync, bytesBehind, secondsBehind }) => ({
      name,
      ...(state === null || sync === null
        ? {}
        : {
            following: {
              state,
              sync,
              ...(bytesBehind === null ? {} : { bytesBehind }),
              ...(secondsBehind === null ? {} : { secondsBehind }),
            },
          }),
    })),
    unusedSlots: slots.map(({ name, bytesKept }) => ({ name, ...(bytesKept === null ? {} : { bytesKept }) })),
  };
}
