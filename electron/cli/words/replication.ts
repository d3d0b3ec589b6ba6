import type { Follower, Replication, Slot, Standby } from '../../../shared/monitor/replication.ts';
import { bad, care, dim } from '../terminal/style.ts';
import { printable } from '../terminal/table.ts';
import { bytes, duration } from './units.ts';

/** Who follows the server, and whom it follows itself; nothing where nobody does. */
export function replicationLines({ followers, slots, standby }: Replication): string[] {
  return [
    ...(standby === undefined ? [] : standbyLines(standby)),
    ...(followers.length + slots.length === 0 ? [] : ['']),
    ...followers.map((follower) => `  Followed by ${followerWords(follower)}`),
    ...slots.map(slotLine),
  ];
}

function standbyLines({ source, bytesBehind, secondsBehind, isPaused }: Standby): string[] {
  const toApply = bytesBehind === undefined || bytesBehind === 0 ? '' : `, ${bytes(bytesBehind)} to apply`;
  const age =
    secondsBehind === undefined
      ? 'no change applied yet'
      : secondsBehind === 0
        ? 'all applied that has arrived'
        : `last applied change ${duration(secondsBehind * 1000)} old`;
  return [
    '',
    `This server follows another one (${sourceWords(source)}): ${age}${toApply}`,
    ...(source.kind === 'none' ? [care('  Unless it is fed from an archive, nothing new arrives.')] : []),
    ...(isPaused ? [care('  Applying is paused until pg_wal_replay_resume() is called.')] : []),
  ];
}

function sourceWords(source: Standby['source']): string {
  switch (source.kind) {
    case 'connected':
      return [source.host === undefined ? '' : printable(source.host), source.state]
        .filter(Boolean)
        .join(', ');
    case 'hidden':
      return 'connected; this role may see no more';
    case 'none':
      return 'not connected';
  }
}

function followerWords({ name, following }: Follower): string {
  if (following === undefined) return `${printable(name)}; this role may not see how closely`;
  const { state, sync, address, bytesBehind, secondsBehind } = following;
  const said = [
    state,
    sync,
    bytesBehind === undefined ? '' : bytesBehind === 0 ? 'has everything' : `${bytes(bytesBehind)} behind`,
    secondsBehind === undefined || bytesBehind === 0 ? '' : `${duration(secondsBehind * 1000)} late`,
  ];
  const where = address === undefined ? '' : ` (${printable(address)})`;
  return `${printable(name)}${where}: ${said.filter(Boolean).join(', ')}`;
}

function slotLine({ name, kind, isUsed, bytesKept, bytesLeft, state }: Slot): string {
  const slot = `${kind === 'logical' ? 'Logical slot' : 'Slot'} ${printable(name)}`;
  if (state === 'lost') return bad(`  ${slot} is lost: what followed by it has to be set up anew`);
  const kept = bytesKept === undefined ? 'nothing' : `${bytes(bytesKept)} of log`;
  if (state === 'endangered') return bad(`  ${slot} keeps ${kept}, which is given up at the next checkpoint`);
  if (isUsed) return dim(`  ${slot} is in use and keeps ${kept}`);
  const end =
    bytesKept === undefined
      ? ''
      : bytesLeft === undefined
        ? '; left alone, it fills the disk'
        : `; after ${bytes(Math.max(0, bytesLeft))} more it is given up`;
  return (bytesKept === undefined ? dim : care)(`  ${slot} is unused and keeps ${kept}${end}`);
}
