import { expect, test } from 'vitest';
import { alignedLines, printable } from './table.ts';
import { fit, textWidth } from './text-width.ts';

test('names of every script line up', () => {
  const names = ['attendance', 'الحضور', '出席簿', '👩‍🏫 teacher', 'e\u0301te\u0301'];
  const lines = alignedLines(
    names.map((name) => [printable(name), '7']),
    ['left', 'right'],
  );
  expect(lines.map((line) => textWidth(line.slice(0, line.lastIndexOf('7'))))).toEqual(names.map(() => 12));
});

test('an Arabic name is isolated, so that the number beside it stays where it is', () => {
  expect(printable('الحضور')).toBe('\u2068الحضور\u2069');
  expect(printable('attendance')).toBe('attendance');
});

test('a name can neither move the cursor nor break the line', () => {
  expect(printable('a\u001b[2J\nb\tc\u009b')).toBe('a\u241b[2J\u240ab\u2409c\ufffd');
});

test('text is cut by cells, not by characters', () => {
  expect(fit('出席簿', 4)).toBe('出…');
  expect(fit('period', 6)).toBe('period');
  expect(textWidth(fit('👩‍🏫👩‍🏫👩‍🏫', 5))).toBe(5);
});
