import { create } from 'zustand';
import type { ConnectionId } from '../../shared/console/connection.ts';

export const besides = ['indexes', 'loads', 'monitor', 'history', 'settings', 'help'] as const;
export type Beside = (typeof besides)[number];

/** What this window shows besides the line; lost with it, unlike the line itself. */
interface View {
  readonly beside: Beside | undefined;
  /** Topic at which Help opens. */
  readonly topic: string | undefined;
  /** The server that screens beside the line look at, where another was chosen than the line's. */
  readonly watched: ConnectionId | undefined;
  readonly show: (beside: Beside | undefined) => void;
  readonly showHelp: (topic: string) => void;
  readonly watch: (connection: ConnectionId) => void;
}

export const useView = create<View>()((set) => ({
  beside: undefined,
  topic: undefined,
  watched: undefined,
  show: (beside) => set({ beside, topic: undefined }),
  showHelp: (topic) => set({ beside: 'help', topic }),
  watch: (watched) => set({ watched }),
}));
