/** Text of the source whose bytes are no valid text in the file's encoding. */
export interface Undecodable {
  readonly undecodable: Buffer;
}

/**
 * A value as the source holds it, one JavaScript type for each of SQLite's storage classes:
 * bigint for INTEGER, number for REAL, string for TEXT, Buffer for BLOB.
 */
export type Cell = bigint | number | string | Buffer | Undecodable | null;
