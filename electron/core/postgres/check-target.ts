import type pg from 'pg';
import { type ConnectionCheck, connectionChecks } from '../../../shared/console/connection.ts';
import { RollcallError, reportError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { type Check, type Ground, passed, type Seen, type Wanted } from './checks/check.ts';
import { database } from './checks/database.ts';
import { encoding } from './checks/encoding.ts';
import { namesFree } from './checks/names-free.ts';
import { reachable } from './checks/reachable.ts';
import { rights } from './checks/rights.ts';
import { statistics } from './checks/statistics.ts';
import { timeZone } from './checks/time-zone.ts';
import { tls } from './checks/tls.ts';
import { version } from './checks/version.ts';
import { cancellable, connect } from './connect.ts';
import { connectForMaintenance } from './database.ts';
import { explainPostgresError } from './errors.ts';

interface CheckContext {
  readonly signal: AbortSignal;
  /** Hears of each check as it is made. */
  readonly onCheck: (check: ConnectionCheck) => void;
}

const afterLogin: readonly Check[] = [
  tls,
  version,
  database,
  encoding,
  rights,
  namesFree,
  timeZone,
  statistics,
];

/**
 * Looks whether a run can go to a target, check after check. Changes nothing there.
 *
 * @returns every check; those that an earlier one leaves no ground to stand on are `not reached`
 * @throws RollcallError `cancelled` only
 */
export async function checkTarget(
  target: Target,
  wanted: Wanted,
  { signal, onCheck }: CheckContext,
): Promise<ConnectionCheck[]> {
  const made: ConnectionCheck[] = [];
  const tell = (check: ConnectionCheck) => {
    made.push(check);
    onCheck(check);
  };
  await lookInOrder(target, wanted, signal, tell);
  const seen = new Set(made.map(({ check }) => check));
  for (const check of connectionChecks) if (!seen.has(check)) tell({ check, outcome: 'not reached' });
  return made.toSorted((one, other) => placeOf(one) - placeOf(other));
}

async function lookInOrder(
  target: Target,
  wanted: Wanted,
  signal: AbortSignal,
  tell: (check: ConnectionCheck) => void,
): Promise<void> {
  const door = await asSeen(() => reachable(target, signal), target);
  tell({ check: 'reachable', ...door });
  if (door.outcome === 'failed') return;
  const ground = await enter(target, wanted, signal);
  if (!('client' in ground)) return ground.seen.forEach(tell);
  tell({ check: 'logged in', ...passed({ user: target.user }) });
  try {
    for (const { check, needed, look } of afterLogin) {
      const seen = await asSeen(() => cancellable(ground.client, target, signal, () => look(ground)), target);
      tell({ check, ...seen });
      if (needed && seen.outcome === 'failed') return;
    }
  } finally {
    await ground.client.end();
  }
}

/** Logs in, to another database where the target's own isn't there yet. */
async function enter(
  target: Target,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Ground | { readonly seen: readonly ConnectionCheck[] }> {
  const on = (client: pg.Client, databaseThere: boolean): Ground => ({
    target,
    wanted,
    client,
    databaseThere,
  });
  try {
    return on(await connect(target, { signal }), true);
  } catch (error) {
    if (!isCode(error, 'database-missing')) return { seen: notEntered(error, target) };
  }
  try {
    return on(await connectForMaintenance(target, signal), false);
  } catch (error) {
    return { seen: notEntered(error, target) };
  }
}

/** The server tells its version after it let the user in. */
function notEntered(error: unknown, target: Target): ConnectionCheck[] {
  if (isCode(error, 'cancelled')) throw error;
  const remedy = reportError(error);
  return isCode(error, 'server-too-old')
    ? [
        { check: 'logged in', ...passed({ user: target.user }) },
        { check: 'version', outcome: 'failed', remedy },
      ]
    : [{ check: 'logged in', outcome: 'failed', remedy }];
}

async function asSeen(look: () => Promise<Seen>, target: Target): Promise<Seen> {
  try {
    return await look();
  } catch (error) {
    if (isCode(error, 'cancelled')) throw error;
    return { outcome: 'failed', remedy: reportError(explainPostgresError(error, target)) };
  }
}

function isCode(error: unknown, code: RollcallError['code']): boolean {
  return error instanceof RollcallError && error.code === code;
}

function placeOf({ check }: ConnectionCheck): number {
  return connectionChecks.indexOf(check);
}
