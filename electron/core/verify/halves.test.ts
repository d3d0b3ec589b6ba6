import { expect, test } from 'vitest';
import { digestLines } from './block-digest.ts';
import { halvesOf } from './halves.ts';

function digestOf(blocks: number, rowsPerBlock: number, bound: (block: number) => number | bigint | Buffer) {
  return {
    kind: 'ordered' as const,
    rows: blocks * rowsPerBlock,
    key: [{ index: 0, name: 'id "x"', kind: 'integer' as const }],
    blocks: Array.from({ length: blocks }, (_, block) => {
      const upTo = block === blocks - 1 ? {} : { upTo: [0, bound(block), bound(block)] };
      const after = block === 0 ? {} : { after: [0, bound(block - 1), bound(block - 1)] };
      return digestLines({ ...after, ...upTo }, rowsPerBlock, Buffer.from(String(block)), false);
    }),
  };
}

test('the halves of a large table hold each block once, and the server gives each row to one of them', () => {
  const digest = digestOf(301, 1000, (block) => BigInt(block * 1000 + 999));
  const [first, second] = halvesOf(digest);
  expect([...first.digest.blocks, ...(second?.digest.blocks ?? [])]).toEqual(digest.blocks);
  expect([first.where, second?.where]).toEqual(['"id ""x""" <= 150999', '"id ""x""" > 150999']);
  expect(first.digest.blocks.at(-1)?.span.upTo?.[1]).toBe(150_999n);
});

test.each([
  ['a small table', digestOf(3, 1000, (block) => block)],
  ['a table of one block', digestOf(1, 300_000, (block) => block)],
  ['a table whose bounds are no integers', digestOf(300, 1000, () => Buffer.from('a'))],
])('%s stays whole', (_, digest) => {
  expect(halvesOf(digest)).toEqual([{ digest, where: 'TRUE' }]);
});
