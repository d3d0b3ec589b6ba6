import { create } from 'zustand';

export const besides = ['loads', 'history', 'settings', 'help'] as const;
export type Beside = (typeof besides)[number];

/** What this window shows besides the line; lost with it, unlike the line itself. */
interface View {
  readonly beside: Beside | undefined;
  /** Topic at which Help opens. */
  readonly topic: string | undefined;
  readonly show: (beside: Beside | undefined) => void;
  readonly showHelp: (topic: string) => void;
}

export const useView = create<View>()((set) => ({
  beside: undefined,
  topic: undefined,
  show: (beside) => set({ beside, topic: undefined }),
  showHelp: (topic) => set({ beside: 'help', topic }),
}));
