import type { Door } from '../../shared/console/channels.ts';

/** Keeps short secrets where only this person can read them, such as the system's keychain. */
export interface Keychain {
  /** What may be stored: unreadable without the keychain. */
  readonly seal: (secret: string) => string;
  /** @returns undefined when it can't be opened any more */
  readonly open: (sealed: string) => string | undefined;
}

/** What a door adds to the console: how a file is picked, where a password is kept, how progress is shown. */
export interface Host {
  readonly door: Door;
  readonly version: string;
  /** Folder of this person's settings, connections and history. */
  readonly folder: string;
  /** Absent where the system has none: passwords are forgotten at the end then. */
  readonly keychain?: Keychain;
  /** The system's dialog for a SQLite file. Absent where there is none. */
  readonly pickFile?: () => Promise<string | undefined>;
  /** How far the job is that a person waits for, from 0 to 1; undefined when none runs. */
  readonly showProgress: (fraction: number | undefined) => void;
  /** A run came to its end while nobody may be looking. */
  readonly notify: (outcome: 'arrived' | 'failed') => void;
}
