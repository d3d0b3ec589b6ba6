/** The two raw channels between a window and the main process; everything named in `channels` goes through the first. */
export const ipcNames = { ask: 'rollcall:ask', event: 'rollcall:event' } as const;
