import { z } from 'zod';
import { Replication } from './replication.ts';

const whole = z.number().int().nonnegative();
const seconds = z.number();

/** Milliseconds from one reading to the next. */
export const readEvery = 2000;

/** What the watched database has counted since its statistics were reset, of pg_stat_database. */
export const Counters = z.strictObject({
  commits: whole,
  rollbacks: whole,
  /** Pages found in the server's own memory. */
  pagesHit: whole,
  /** Pages asked of the operating system, which may have had them in its memory. */
  pagesRead: whole,
  /** Rows and index entries that scans gave. */
  rowsRead: whole,
  rowsInserted: whole,
  rowsUpdated: whole,
  rowsDeleted: whole,
  deadlocks: whole,
  /** Null for statistics that were never reset. */
  resetAt: z.iso.datetime().nullable(),
});
export type Counters = z.infer<typeof Counters>;

/** Connections of clients to the whole server, not only to the watched database. */
export const Connections = z.strictObject({
  used: whole,
  /** That ordinary users can have: max_connections less those kept for superusers. */
  most: whole,
});

const sessionIs = {
  pid: z.number().int(),
  /** Null where the server doesn't tell, as of a session without a role. */
  user: z.string().nullable(),
  database: z.string().nullable(),
  application: z.string(),
};

/** `active` works or waits, `idle` waits for its application, `in transaction` waits and keeps its locks. */
export const SessionState = z.enum(['active', 'idle', 'in transaction', 'failed transaction', 'other']);
export type SessionState = z.infer<typeof SessionState>;

/** Somebody who is connected, or a process of the server that takes part in a wait. */
export const Session = z.discriminatedUnion('visible', [
  z.strictObject({
    visible: z.literal(true),
    ...sessionIs,
    /** Absent over a socket of the server's machine. */
    address: z.string().optional(),
    state: SessionState,
    /** Seconds in this state. */
    since: seconds.optional(),
    /** Seconds that its transaction has lasted. */
    transaction: seconds.optional(),
    /** Its type and name in the manual, "Wait Event Types". */
    wait: z.strictObject({ type: z.string(), event: z.string() }).optional(),
    /** Of what runs, or ran last; cut where it is long. */
    query: z.string(),
  }),
  /** The role may see no more of others' sessions. */
  z.strictObject({ visible: z.literal(false), ...sessionIs }),
]);
export type Session = z.infer<typeof Session>;

/** A session that waits for a lock that others hold, or wait for before it. */
export const LockWait = z.strictObject({
  pid: z.number().int(),
  /** 0 stands for a prepared transaction, which has no session. */
  blockedBy: z.array(z.number().int()).min(1),
  /** What is locked: `relation`, `transactionid`, `tuple` and the like (pg_locks.locktype). */
  on: z.string(),
  mode: z.string(),
  /** Table or index, where the lock is on one of the watched database. */
  relation: z.string().optional(),
  /** Seconds; from PostgreSQL 14 on. */
  since: seconds.optional(),
});
export type LockWait = z.infer<typeof LockWait>;

/** The server at one moment. */
export const Reading = z.strictObject({
  /** By the server's clock. */
  at: z.iso.datetime(),
  server: z.strictObject({
    /** As server_version_num has it: 180004 is 18.4. */
    version: z.number().int(),
    versionText: z.string(),
    startedAt: z.iso.datetime(),
  }),
  database: z.string(),
  user: z.string(),
  /** Whether the role sees what other roles' sessions do. */
  seesOthers: z.boolean(),
  counters: Counters,
  connections: Connections,
  /** Those that do something first, longest first; the asker itself is left out. */
  sessions: z.array(Session),
  /** How many there are, where the list is cut. */
  sessionCount: whole,
  waits: z.array(LockWait),
  replication: Replication,
});
export type Reading = z.infer<typeof Reading>;
