import { hash } from 'node:crypto';

const lanes = 4;
const mostBuckets = 65_536;
const rowsPerBucket = 16;

/**
 * Digest of rows in no particular order: each row falls into a bucket by its hash, and a bucket keeps the
 * sum of its rows' hashes, so that a lost, doubled or changed row shows in the buckets that it touches.
 */
export class Buckets {
  readonly counts: Uint32Array;
  /** Four 32-bit sums a bucket, each modulo 2^32. */
  private readonly sums: Uint32Array;

  constructor(expectedRows: number) {
    const size = Math.min(mostBuckets, Math.max(1, Math.ceil(expectedRows / rowsPerBucket)));
    this.counts = new Uint32Array(size);
    this.sums = new Uint32Array(size * lanes);
  }

  get size(): number {
    return this.counts.length;
  }

  /** Takes a row's line in and tells its bucket. */
  add(line: string | Buffer): number {
    const digest = hash('sha256', line, 'buffer');
    const bucket = this.bucketOfDigest(digest);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    for (let lane = 0; lane < lanes; lane += 1) {
      const place = bucket * lanes + lane;
      this.sums[place] = (this.sums[place] ?? 0) + digest.readUInt32LE(lane * 4);
    }
    return bucket;
  }

  bucketOf(line: string | Buffer): number {
    return this.bucketOfDigest(hash('sha256', line, 'buffer'));
  }

  /** Buckets in which the rows are not the same. */
  differing(other: Buckets): number[] {
    return [...this.counts.keys()].filter((bucket) => !this.isSame(other, bucket));
  }

  digest(): Buffer {
    return hash('sha256', Buffer.concat([bytesOf(this.counts), bytesOf(this.sums)]), 'buffer');
  }

  private isSame(other: Buckets, bucket: number): boolean {
    if (this.counts[bucket] !== other.counts[bucket]) return false;
    for (let place = bucket * lanes; place < (bucket + 1) * lanes; place += 1) {
      if (this.sums[place] !== other.sums[place]) return false;
    }
    return true;
  }

  private bucketOfDigest(digest: Buffer): number {
    return digest.readUInt32LE(lanes * 4) % this.size;
  }
}

function bytesOf(numbers: Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
