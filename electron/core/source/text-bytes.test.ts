import { expect, it } from 'vitest';
import type { Encoding } from '../../../shared/source.ts';
import { isSpelled, isText, spell } from './text-bytes.ts';

it.each<[Encoding, string, string]>([
  ['UTF-8', '7072e96e6f6d', 'pr\ufffde9nom'],
  ['UTF-8', '7072e86e6f6d', 'pr\ufffde8nom'],
  // A character that begins and doesn't end, beside whole ones of two, three and four bytes.
  ['UTF-8', 'c3a9e282c3a9e282acf09f8eb8', '\u00e9\ufffde2\ufffd82\u00e9\u20ac\u{1f3b8}'],
  ['UTF-16le', '610000d86200', 'a\ufffdd800b'],
  ['UTF-16be', '0061d83cdfb8dc0000', 'a\u{1f3b8}\ufffddc00'],
])('spells %s %s as %j', (encoding, hex, expected) => {
  const bytes = Buffer.from(hex, 'hex');
  expect(isText(bytes, encoding)).toBe(false);
  expect(spell(bytes, encoding)).toBe(expected);
  expect(isSpelled(expected)).toBe(true);
});
