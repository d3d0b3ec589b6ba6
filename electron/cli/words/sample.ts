import type { SampleSchool } from '../../core/sample/sample.ts';
import { bold, dim, good } from '../terminal/style.ts';
import { alignedLines } from '../terminal/table.ts';
import { bytes, count, counted } from './units.ts';

/** What was made, and with --dirty what was planted. */
export function sampleLines(school: SampleSchool): readonly string[] {
  const tables = alignedLines(
    school.tables.map(({ name, rows }) => [`  ${name}`, counted(rows, 'row')]),
    ['left', 'right'],
  );
  const planted = school.planted.map(({ table, column, rows, pain, sentence }) => {
    const place = column === undefined ? table : `${table}.${column}`;
    return `  ${bold(place)}  ${sentence}  ${dim(`[${pain}, ${count(rows)}]`)}`;
  });
  return [
    `${good('✓')} ${bold(school.path)} is there, ${bytes(school.bytes)}.`,
    ...tables,
    ...(planted.length === 0 ? [] : ['', `Planted, ${counted(planted.length, 'trouble')}:`, ...planted]),
  ];
}
