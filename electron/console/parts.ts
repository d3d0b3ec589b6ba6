import { join } from 'node:path';
import { z } from 'zod';
import { type ConsoleEvent, RecentFile } from '../../shared/console/channels.ts';
import { type ConnectionId, practiceConnection } from '../../shared/console/connection.ts';
import { defaultSettings, Settings } from '../../shared/console/settings.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import { Scenario } from '../../shared/scenario.ts';
import type { Target } from '../../shared/target.ts';
import { embeddedStatus } from '../core/embedded/embedded.ts';
import { Connections } from './connections.ts';
import type { Host } from './host.ts';
import { KeptLoads } from './kept-loads.ts';
import { LiveConnections } from './live-connections.ts';
import { OpenedFile } from './opened-file.ts';
import { PastRuns } from './past-runs.ts';
import { Roots } from './roots.ts';
import { Stored } from './stored.ts';

/** What a console works with: the host, what this person left behind, and what is open now. */
export interface Parts {
  readonly host: Host;
  readonly tell: (event: ConsoleEvent) => void;
  readonly connections: Connections;
  readonly live: LiveConnections;
  readonly opened: OpenedFile;
  readonly recent: Stored<RecentFile[]>;
  readonly settings: Stored<Settings>;
  readonly scenarios: Stored<Scenario[]>;
  readonly runs: PastRuns;
  readonly loads: KeptLoads;
  /** Where sample schools are written. */
  readonly samples: string;
}

export async function openParts(host: Host, tell: (event: ConsoleEvent) => void): Promise<Parts> {
  const { folder, keychain } = host;
  const connections = await Connections.read(folder, keychain);
  const parts = {
    host,
    tell,
    connections,
    opened: await OpenedFile.in(join(folder, 'opened')),
    recent: await Stored.read(join(folder, 'recent.json'), z.array(RecentFile), []),
    settings: await Stored.read(join(folder, 'settings.json'), Settings, defaultSettings),
    scenarios: await Stored.read(join(folder, 'scenarios.json'), z.array(Scenario), []),
    runs: new PastRuns(),
    loads: new KeptLoads(),
    samples: join(folder, 'samples'),
  };
  const reach = (id: ConnectionId) => targetNow(connections, id);
  return { ...parts, live: new LiveConnections(reach, (id) => letIn(parts, id)) };
}

/** @throws RollcallError connection-unknown, practice-not-started */
async function targetNow(connections: Connections, id: ConnectionId): Promise<Target> {
  const target = id === practiceConnection ? await runningPractice() : connections.targetOf(id);
  if (target === undefined) throw rollcallError('practice-not-started', {});
  return target;
}

/** A look at the practice server doesn't start it; others may have. */
async function runningPractice(): Promise<Target | undefined> {
  const status = await embeddedStatus();
  return status.state === 'running' ? status.target : undefined;
}

/** A server let this connection in. */
export async function letIn(parts: Pick<Parts, 'connections' | 'tell'>, id: ConnectionId): Promise<void> {
  if (await parts.connections.letIn(id)) tellConnections(parts);
}

export function tellConnections({ connections, tell }: Pick<Parts, 'connections' | 'tell'>): void {
  tell({ kind: 'connections', connections: connections.all });
}

/**
 * The real path of a file that a window may reach.
 *
 * @throws RollcallError path-outside-roots
 */
export async function allowPath({ host, samples }: Parts, path: string): Promise<string> {
  return host.roots === undefined ? path : (await Roots.of([...host.roots, samples])).require(path);
}
