import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { Finding, NotCarried, Severity } from '../../../shared/finding.ts';
import type { NamedIndex } from '../../../shared/plan.ts';
import type { IndexOutcome, Mismatch, Mode, QuarantineEntry } from '../../../shared/run.ts';

const whole = new Intl.NumberFormat('en');
const number = (n: number): string => whole.format(n);
const counted = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' });

const outcomeOfNamedIndex = (outcome: NamedIndex['outcome']): string => {
  switch (outcome.kind) {
    case 'created':
      return 'created';
    case 'in source':
      return 'was in the file already and was carried over';
    case 'borne by constraint':
      return `the constraint ${outcome.constraint} covers exactly these columns; its index bears the name`;
    case 'covered':
      return `not needed: ${outcome.by} covers it`;
    case 'table missing':
      return `doesn't apply: there is no table ${outcome.table}`;
    case 'columns missing':
      return `doesn't apply: ${outcome.table} has no column ${outcome.missing.join(', ')}`;
    case 'name taken':
      return `not created: the name is taken by the index over ${outcome.over}`;
    case 'on target':
      return `served by ${outcome.by}, which the live table has`;
    case 'not built':
      return 'not there: rows were merged into a live table, on which no index was built';
  }
};

const phases: Readonly<Record<string, string>> = {
  snapshot: 'Taking the snapshot',
  preflight: 'Looking at every value',
  plan: 'Making the plan',
  copy: 'Copying rows',
  index: 'Keys and indexes',
  finish: 'References and checks',
  verify: 'Comparing both sides',
  switch: 'Going live',
  report: 'Writing the report',
};

/** Everything that the report says by itself, in English. Another language is another object of this shape. */
export const english = {
  lang: 'en',
  dir: 'ltr',
  number,
  rows: (n: number) => counted(n, 'row'),
  tables: (n: number) => counted(n, 'table'),
  seconds: (ms: number) =>
    ms < 10 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`,
  /** In the zone of this machine, which it names. `iso` as Date.toISOString writes it. */
  moment: (iso: string) => moment.format(new Date(iso)),
  bytes: (n: number) =>
    n < 1_000_000
      ? `${number(n === 0 ? 0 : Math.max(1, Math.round(n / 1000)))} kB`
      : `${(n / 1_000_000).toFixed(n < 100_000_000 ? 1 : 0)} MB (${number(n)} bytes)`,

  title: 'Migration report',
  subtitle: 'From one SQLite file to PostgreSQL',

  verdict: {
    verified: 'Everything in the file arrived, and every value of it was checked.',
    'verified with quarantine':
      'Everything in the file arrived and was checked, except what lies in quarantine.',
    'dry run': 'This was a dry run. Nothing was changed on the target.',
    refused: 'Nothing was started.',
    failed: 'The run failed. The target is as it was.',
    cancelled: 'The run was cancelled. The target is as it was.',
    unknown: 'Whether the new tables are live could not be found out.',
  },
  verdictUnread: (tables: readonly string[]) =>
    `What could be read arrived and was checked, except what lies in quarantine. Not moved: ${tables.join(', ')}.`,
  verdictDetail: (rows: number, tables: number) =>
    `${counted(rows, 'row')} of ${counted(tables, 'table')} were read back from PostgreSQL and compared with the file, value by value.`,
  verdictKeptRows: (rows: number) =>
    `${counted(rows, 'row')} that only PostgreSQL has ${rows === 1 ? 'was left as it is' : 'were left as they are'}, and compared with nothing.`,
  verdictQuarantine: (quarantined: number, repaired: number) =>
    [
      quarantined > 0 ? `${counted(quarantined, 'row is', 'rows are')} in quarantine` : '',
      repaired > 0 ? `${counted(repaired, 'row')} arrived with a value left empty` : '',
    ]
      .filter((part) => part !== '')
      .join('; '),
  verdictKept: 'The originals are kept whole, with the reason, below and in quarantine.csv.',

  figures: {
    sourceRows: 'rows in the file',
    targetRows: 'rows in PostgreSQL',
    quarantined: 'rows in quarantine',
    duration: 'from start to end',
  },

  facts: {
    heading: 'From and to',
    file: 'File',
    size: 'Size',
    sha256: 'SHA-256 of the snapshot',
    encoding: 'Text encoding',
    target: 'PostgreSQL',
    schema: 'Schema',
    mode: 'Way of writing',
    started: 'Started',
    run: 'Run',
    folder: 'Snapshot and report',
    unreadFile: 'The file was not read.',
    modes: {
      create: 'create: make new tables only',
      replace: 'replace: set old tables of the same names aside',
      merge: 'merge: add rows, update them by their key, remove none',
    } satisfies Record<Mode, string>,
  },

  moved: {
    heading: 'What was moved',
    headingNothing: 'What the file holds',
    table: 'Table',
    sourceRows: 'In the file',
    targetRows: 'In PostgreSQL',
    quarantined: 'In quarantine',
    repaired: 'Value left empty',
    inserted: 'Added',
    updated: 'Updated',
    unchanged: 'Unchanged',
    kept: 'Only in PostgreSQL',
    checked: 'Compared',
    equal: 'equal',
    holds: 'has every row of the file',
    notCompared: 'not compared',
    total: 'Together',
    none: 'No table was moved.',
  },

  checks: {
    heading: 'What was checked',
    values: {
      name: 'Every value',
      passed: (rows: number, tables: number) =>
        `${counted(rows, 'row')} of ${counted(tables, 'table')} in the file read back from PostgreSQL and compared with the snapshot: no difference.`,
    },
    rows: {
      name: 'Every row accounted for',
      passed: (source: number, loaded: number, quarantined: number) =>
        `${number(source)} in the file = ${number(loaded)} in PostgreSQL + ${number(quarantined)} in quarantine.`,
      merged: (source: number, quarantined: number, kept: number) =>
        `Each of the ${counted(source, 'row')} in the file was added, updated or found unchanged${quarantined > 0 ? `, or is one of ${number(quarantined)} in quarantine` : ''}.${kept > 0 ? ` ${counted(kept, 'row')} that only PostgreSQL has stayed.` : ''}`,
    },
    structure: {
      name: 'Structure',
      passed: (indexes: number) =>
        `Keys, constraints, ${counted(indexes, 'index', 'indexes')} and the numbering of new rows stand as planned.`,
      merged: (fresh: number, live: number) =>
        `${fresh > 0 ? `${counted(fresh, 'new table stands', 'new tables stand')} as planned; ` : ''}${counted(live, 'live table')} kept ${live === 1 ? 'its' : 'their'} own keys, constraints and indexes, and new rows are numbered after the highest.`,
    },
    different: 'Differences that were found',
    key: 'Row',
    column: 'Column',
    inFile: 'In the file',
    inTarget: 'In PostgreSQL',
    kinds: {
      value: 'a value differs',
      'missing row': 'a row is missing',
      'extra row': 'a row too many',
      'doubled row': 'a row is there twice',
      count: 'the number of rows differs',
      table: 'a table differs',
      column: 'a column differs',
      constraint: 'a constraint differs',
      index: 'an index differs',
      identity: 'the numbering of new rows differs',
    } satisfies Record<Mismatch['kind'], string>,
  },

  quarantine: {
    heading: 'What lies in quarantine',
    none: 'Nothing. Every row arrived as it was.',
    explanation:
      'PostgreSQL could not take these as they were. Nothing was thrown away: each row is kept whole in the table rollcall.quarantine and in quarantine.csv.',
    explanationNotLive:
      'PostgreSQL could not take these as they were. Each row is kept whole in quarantine.csv.',
    reason: 'Reason',
    action: 'What was done',
    count: 'Rows',
    actions: {
      quarantined: 'row set aside',
      'set null': 'value left empty',
    } satisfies Record<QuarantineEntry['action'], string>,
    others: 'other reasons',
    rowsHeading: 'The rows',
    row: 'The row as it was',
    more: (n: number) => `${counted(n, 'more entry', 'more entries')} in quarantine.csv.`,
  },

  notCarried: {
    heading: 'What was not carried over',
    explanation: 'These parts of the file have no counterpart in PostgreSQL. Their text is kept here.',
    none: 'Nothing was left behind.',
    on: (table: string) => `on ${table}`,
  },

  findings: {
    heading: 'What was noticed',
    none: 'Nothing worth a mention.',
    severities: {
      blocker: 'Blocker',
      warning: 'Warning',
      note: 'Note',
    } satisfies Record<Severity, string>,
    samples: 'For example',
  },

  indexes: {
    heading: 'Indexes',
    all: 'All indexes that stand now',
    ofNew: 'Indexes of the new tables',
    name: 'Index',
    reason: 'What it is for',
    named: 'The indexes of the old system',
    outcome: outcomeOfNamedIndex,
    serves: (screen: string) => `serves: ${screen}`,
  },

  times: {
    heading: 'How long it took',
    phase: (name: string) => phases[name] ?? name,
    total: 'Together',
  },

  footer: 'Made by Rollcall. This page needs no network and holds no script.',

  /** What the run said in English, which is said here as it was. */
  said: {
    finding: ({ sentence }: Finding) => sentence,
    leftOut: ({ reason }: NotCarried) => reason,
    kind: (kind: NotCarried['kind']): string => kind,
    because: (reason: string) => reason,
    error: ({ what, todo }: ErrorReport) => ({ what, todo }),
    screen: ({ screen }: NamedIndex) => screen,
    purpose: ({ reason }: IndexOutcome) => reason,
  },
} as const;

/** The same shape with other texts. */
export type Worded<Words> = Words extends (...args: infer Args) => infer Said
  ? (...args: Args) => Said
  : Words extends string
    ? string
    : { readonly [Name in keyof Words]: Worded<Words[Name]> };

export type ReportWords = Worded<typeof english>;
