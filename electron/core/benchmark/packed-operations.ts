import { deserialize, serialize } from 'node:v8';
import type { Operation } from './measure.ts';

/** Operations in memory that all threads share: a hundred copies of them would not fit. */
export interface PackedOperations {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** Where each begins, and the end of the last. */
  readonly offsets: Float64Array<SharedArrayBuffer>;
}

export function packOperations(operations: readonly Operation[]): PackedOperations {
  const packed = operations.map((operation) => serialize(operation));
  const offsets = new Float64Array(new SharedArrayBuffer((packed.length + 1) * 8));
  packed.forEach(({ length }, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + length;
  });
  const bytes = new Uint8Array(new SharedArrayBuffer(offsets.at(-1) ?? 0));
  packed.forEach((one, index) => {
    bytes.set(one, offsets[index]);
  });
  return { bytes, offsets };
}

/** @param turn counts on beyond the last operation, where the list begins anew */
export function unpackOperation({ bytes, offsets }: PackedOperations, turn: number): Operation {
  const index = turn % countOperations({ offsets });
  return deserialize(bytes.slice(offsets[index], offsets[index + 1]));
}

export function countOperations({ offsets }: Pick<PackedOperations, 'offsets'>): number {
  return offsets.length - 1;
}
