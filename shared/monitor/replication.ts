import { z } from 'zod';

const whole = z.number().int().nonnegative();
const seconds = z.number().nonnegative();

/** A server or program that takes this server's log as it is written. */
export const Follower = z.strictObject({
  pid: z.number().int(),
  name: z.string(),
  /** Absent where the role may not see it. */
  following: z
    .strictObject({
      /** `streaming`, `catchup`, `startup`, `backup` or `stopping` (manual, pg_stat_replication). */
      state: z.string(),
      /** Whether commits wait for it: `async`, `sync`, `quorum` or `potential`. */
      sync: z.string(),
      /** Absent over a socket of the server's machine. */
      address: z.string().optional(),
      /** Of the log that it hasn't applied yet, or not kept where it applies none; absent while it has told nothing. */
      bytesBehind: whole.optional(),
      /** Of what it applied last; absent when nothing was to be done of late. */
      secondsBehind: seconds.optional(),
    })
    .optional(),
});
export type Follower = z.infer<typeof Follower>;

/** What the server keeps of its log for one follower, also while that is away. */
export const Slot = z.strictObject({
  name: z.string(),
  kind: z.enum(['physical', 'logical']),
  /** Of a logical one. */
  database: z.string().optional(),
  isUsed: z.boolean(),
  /** Absent for one that keeps nothing: nobody has begun to follow, or all was given up. */
  bytesKept: whole.optional(),
  /** `lost`: its follower can't go on. `endangered`: it will be at the next checkpoint. */
  state: z.enum(['kept', 'endangered', 'lost']),
  /** Bytes after which the server gives it up (max_slot_wal_keep_size); absent where it never does, or is older than 13. */
  bytesLeft: z.number().int().optional(),
});
export type Slot = z.infer<typeof Slot>;

/** How a standby follows its primary. */
export const Standby = z.strictObject({
  source: z.discriminatedUnion('kind', [
    /** As pg_stat_wal_receiver has it: `streaming` and others while it begins or ends. */
    z.strictObject({ kind: z.literal('connected'), state: z.string(), host: z.string().optional() }),
    /** Connected, of which the role may not see more. */
    z.strictObject({ kind: z.literal('hidden') }),
    /** Cut off, or fed from an archive. */
    z.strictObject({ kind: z.literal('none') }),
  ]),
  /** Of the log that has arrived and isn't applied yet; absent where none came over a connection. */
  bytesBehind: whole.optional(),
  /** Age of the last change that was applied; 0 while connected with nothing left to apply. */
  secondsBehind: seconds.optional(),
  /** Somebody has told it to apply nothing for now (pg_wal_replay_pause). */
  isPaused: z.boolean(),
});
export type Standby = z.infer<typeof Standby>;

export const Replication = z.strictObject({
  followers: z.array(Follower),
  slots: z.array(Slot),
  /** Absent at a primary. */
  standby: Standby.optional(),
});
export type Replication = z.infer<typeof Replication>;
