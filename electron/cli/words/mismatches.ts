import type { Mismatch } from '../../../shared/run.ts';
import { bad, bold } from '../terminal/style.ts';
import { printable } from '../terminal/table.ts';
import { count } from './units.ts';

const shownAtMost = 20;

/** Each difference with its place and both values. */
export function mismatchLines(mismatches: readonly Mismatch[]): readonly string[] {
  if (mismatches.length === 0) return [];
  const more = mismatches.length - shownAtMost;
  return [
    '',
    bold(`Differences (${count(mismatches.length)})`),
    ...mismatches.slice(0, shownAtMost).map(oneMismatch),
    ...(more > 0 ? [`  and ${count(more)} more, all in --json`] : []),
  ];
}

function oneMismatch({ table, kind, key, column, source, target }: Mismatch): string {
  const place = [table, key, column].filter((part) => part !== undefined).map(printable);
  const values =
    source === undefined && target === undefined
      ? ''
      : `: ${printable(source ?? '(nothing)')} in the file, ${printable(target ?? '(nothing)')} in PostgreSQL`;
  return `  ${bad('✗')} ${kind}  ${place.join(' ')}${values}`;
}
