import { z } from 'zod';

export const languages = ['en', 'ar'] as const;

export const Settings = z.strictObject({
  /** `system`: the system's own where the console speaks it, else English. */
  language: z.enum([...languages, 'system']),
  theme: z.enum(['light', 'dark', 'system']),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = { language: 'system', theme: 'system' };
