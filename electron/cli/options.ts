import { InvalidArgumentError, Option } from 'commander';
import { Mode } from '../../shared/run.ts';

/** Reads a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`Give a whole number of at least ${least}.`);
    return number;
  };
}

function timezone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('Give a time zone by its IANA name, such as Asia/Qatar.');
  }
}

export const jsonOption = (): Option => new Option('--json', 'print one JSON document on stdout');

export const schemaOption = (): Option =>
  new Option('--schema <name>', 'schema on the target').default('public');

export const modeOption = (): Option =>
  new Option(
    '--mode <mode>',
    'create: only new tables; replace: set old tables of the same names aside; merge: add and update rows by primary key',
  )
    .choices(Mode.options)
    .default('create');

export const badRowsOption = (): Option =>
  new Option(
    '--bad-rows <what>',
    'rows that PostgreSQL cannot take: start nothing, or keep them in quarantine',
  )
    .choices(['stop', 'quarantine'])
    .default('stop');

export const timezoneOption = (): Option =>
  new Option(
    '--timezone <zone>',
    'read times without an offset as times of this zone (such as Asia/Qatar) and store instants',
  )
    .argParser(timezone)
    .conflicts('plan');

export const integrityOption = (): Option =>
  new Option(
    '--integrity <depth>',
    'how thoroughly SQLite checks the file: its quick_check, or its full integrity_check',
  )
    .choices(['quick', 'full'])
    .default('quick');
