import { z } from 'zod';

export const Settings = z.strictObject({
  /** A code such as `ar`, or `system`: the system's own where the console speaks it, else English. */
  language: z.string().min(2).max(35),
  theme: z.enum(['light', 'dark', 'system']),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = { language: 'system', theme: 'system' };
