import { expect, it } from 'vitest';
import { clipName, NameRegistry, nameBytes } from './names.ts';

it('cuts between characters, as the server does', () => {
  const arabic = 'س'.repeat(40);
  expect(nameBytes(clipName(arabic))).toBe(62);
  expect(clipName(`a${arabic}`)).toBe(`a${'س'.repeat(31)}`);
  expect(clipName('short')).toBe('short');
});

it('never gives out a name twice, not even after the cut', () => {
  const names = new NameRegistry();
  const long = 'x'.repeat(70);
  expect(names.reserve(long)).toBe(true);
  expect(names.reserve(`${long}y`)).toBe(false);
  const first = names.claim(long, '_pkey');
  const second = names.claim(long, '_pkey');
  expect(first).toMatch(/^x{58}_pkey$/);
  expect(second).toMatch(/^x{57}_pkey2$/);
});
