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
  /** A query of which Indexes shows the plan. */
  readonly toExplain: string | undefined;
  readonly show: (beside: Beside | undefined) => void;
  readonly showHelp: (topic: string) => void;
  /** Shows the plan of a query, which may have $1 for a value, on the server that is watched. */
  readonly showExplain: (sql: string) => void;
  readonly watch: (connection: ConnectionId) => void;
}

export const useView = create<View>()((set) => ({
  beside: undefined,
  topic: undefined,
  watched: undefined,
  toExplain: undefined,
  show: (beside) => set({ beside, topic: undefined, toExplain: undefined }),
  showHelp: (topic) => set({ beside: 'help', topic }),
  showExplain: (toExplain) => set({ beside: 'indexes', toExplain }),
  watch: (watched) => set({ watched }),
}));
