import { expect, test } from 'vitest';
import { textWidth } from './text-width.ts';
import { wrap } from './wrap.ts';

test('long sentences break between words, and keep their indents', () => {
  const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
  const lines = wrap(`  ✗ ${words.join(' ')}`, '      ', 80);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(textWidth(line)).toBeLessThan(80);
  expect(lines[0]).toMatch(/^ {2}✗ word0 /);
  for (const line of lines.slice(1)) expect(line).toMatch(/^ {6}word/);
  expect(lines.join(' ').match(/word\d+/g)).toEqual(words);
});

test('a word that fits nowhere is left whole', () => {
  expect(wrap(`a ${'x'.repeat(200)} b`, '  ', 80)).toEqual(['a', `  ${'x'.repeat(200)}`, '  b']);
});

test('without a terminal a sentence stays one line', () => {
  expect(wrap('word '.repeat(60), '  ', undefined)).toHaveLength(1);
});
