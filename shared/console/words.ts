import { z } from 'zod';

const word = z.string().min(1).max(300);

/** What the desktop window says outside of its page, in the language that the page speaks. */
export const NativeWords = z.strictObject({
  /** Menu of the application, and what is in it besides the system's own. */
  file: word,
  open: word,
  /** Titles of the dialogs. */
  pickDatabase: word,
  pickEnv: word,
  saveReport: word,
  databases: word,
  allFiles: word,
  /** The window is closed while a job runs. */
  closeQuestion: word,
  closeDetail: word,
  closeAnyway: word,
  keepOpen: word,
  /** Notices at the end of a move. */
  arrived: word,
  arrivedDetail: word,
  failed: word,
  failedDetail: word,
});
export type NativeWords = z.infer<typeof NativeWords>;

/** Until a page has said otherwise. */
export const englishWords: NativeWords = {
  file: 'File',
  open: 'Open app.db…',
  pickDatabase: 'Open the database of the school',
  pickEnv: 'Choose the .env of the application',
  saveReport: 'Save the report',
  databases: 'SQLite databases',
  allFiles: 'All files',
  closeQuestion: 'Close while work is under way?',
  closeDetail: 'What runs is stopped and everything is put back as it was. app.db is never changed.',
  closeAnyway: 'Stop and close',
  keepOpen: 'Go on',
  arrived: 'The move is done and verified.',
  arrivedDetail: 'Open Rollcall to see the proof.',
  failed: 'The move did not succeed.',
  failedDetail: 'Nothing was changed. Open Rollcall to see what to do.',
};
