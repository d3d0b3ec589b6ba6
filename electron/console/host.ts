import type { Door, Link, UpdateState } from '../../shared/console/channels.ts';
import type { NativeWords } from '../../shared/console/words.ts';

/** Keeps short secrets where only this person can read them, such as the system's keychain. */
export interface Keychain {
  /** What may be stored: unreadable without the keychain. */
  readonly seal: (secret: string) => Promise<string>;
  /** @returns undefined when it can't be opened any more */
  readonly open: (sealed: string) => Promise<string | undefined>;
}

/** What a door adds to the console: how a file is picked, where a password is kept, how progress is shown. */
export interface Host {
  readonly door: Door;
  readonly version: string;
  /** Folder of this person's settings, connections and opened files. */
  readonly folder: string;
  /** Absent where the system has none: passwords are forgotten at the end then. */
  readonly keychain?: Keychain;
  /** Folders that windows may reach into; all where absent. */
  readonly roots?: readonly string[];
  /** The system's dialogs. Absent where there are none. */
  readonly dialogs?: Dialogs;
  /** Opens a page of the network in the system's browser. Absent where a page does so by itself. */
  readonly openLink?: (link: Link) => Promise<void>;
  /** Asks whether there is a newer Rollcall. Absent where it isn't updated by itself. */
  readonly checkForUpdate?: () => Promise<UpdateState>;
  /** Words of the page's language for what the system shows. Absent where it shows nothing. */
  readonly speak?: (words: NativeWords) => void;
  /** How far the job is that a person waits for, from 0 to 1; undefined when none runs. */
  readonly showProgress: (fraction: number | undefined) => void;
  /** A run came to its end while nobody may be looking. */
  readonly notify: (outcome: 'arrived' | 'failed') => void;
}

export interface Dialogs {
  /** @returns undefined when the person changed their mind */
  readonly pick: (what: 'database' | 'env') => Promise<string | undefined>;
  /** Asks where to and writes it there. */
  readonly save: (name: string, content: string | Uint8Array) => Promise<string | undefined>;
  /** The report of a run as PDF. */
  readonly print: (runId: string, language: string) => Promise<Uint8Array>;
}
