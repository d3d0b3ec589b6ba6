import { type ConnectionId, practiceConnection } from '../../shared/console/connection.ts';
import { useConsole } from './console.ts';
import { useView } from './view.ts';

/** The server that screens beside the line look at: the one chosen there, else the line's, else the only one known. */
export function useWatched(): ConnectionId | undefined {
  const watched = useView((view) => view.watched);
  return useConsole(({ console }) => {
    const known = console?.connections.map(({ id }) => id) ?? [];
    if (watched === practiceConnection || (watched !== undefined && known.includes(watched))) return watched;
    return console?.line.connection ?? (known.length === 1 ? known[0] : undefined);
  });
}
