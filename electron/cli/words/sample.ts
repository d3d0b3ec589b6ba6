import type { SampleSchool } from '../../core/sample/sample.ts';
import { bold, dim, good } from '../terminal/style.ts';
import { alignedLines } from '../terminal/table.ts';
import { bytes, counted } from './units.ts';

/** What was made, and with --dirty what was planted. */
export function sampleLines(school: SampleSchool): readonly string[] {
  const tables = alignedLines(
    school.tables.map(({ name, rows }) => [`  ${name}`, counted(rows, 'row')]),
    ['left', 'right'],
  );
  return [
    `${good('✓')} ${bold(school.path)} is there, ${bytes(school.bytes)}.`,
    ...tables,
    ...plantedLines(school.planted),
  ];
}

function plantedLines(planted: SampleSchool['planted']): readonly string[] {
  if (planted.length === 0) return [];
  const kinds = Map.groupBy(planted, ({ pain }) => pain);
  return [
    '',
    `${counted(planted.length, 'trouble')} planted`,
    ...[...kinds].flatMap(([pain, ofKind]) => ['', bold(`  ${pain}`), ...ofKind.map(oneLine)]),
  ];
}

function oneLine({ table, column, rows, sentence }: SampleSchool['planted'][number]): string {
  const place = column === undefined ? table : `${table}.${column}`;
  return `    ${place}  ${sentence}${rows === 0 ? '' : `  ${dim(counted(rows, 'row'))}`}`;
}
