import { create } from 'zustand';
import type { ConnectionId } from '../../shared/console/connection.ts';
import { useConsole } from './console.ts';

interface ChosenServer {
  /** Chosen for the screens beside the line; lost with the window, unlike the line's own target. */
  readonly chosen: ConnectionId | undefined;
  readonly choose: (connection: ConnectionId) => void;
}

const useChosenServer = create<ChosenServer>()((set) => ({
  chosen: undefined,
  choose: (chosen) => set({ chosen }),
}));

/** Makes a server the one that the screens beside the line are about. */
export function chooseServer(connection: ConnectionId): void {
  useChosenServer.getState().choose(connection);
}

/**
 * The server that the screens beside the line are about: the one that was chosen there, else where the last run went,
 * else the line's target, else the first that is known. Undefined while none is known.
 */
export function useServer(): ConnectionId | undefined {
  const chosen = useChosenServer((store) => store.chosen);
  const ran = useConsole(({ console }) => console?.line.runConnection);
  const target = useConsole(({ console }) => console?.line.connection);
  const known = useConsole(({ console }) => console?.connections);
  const ids = known?.map(({ id }) => id) ?? [];
  return [chosen, ran, target, ids[0]].find((id) => id !== undefined && ids.includes(id));
}
