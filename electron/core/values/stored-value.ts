/** A value as SQLite stores it: INTEGER as bigint, REAL as number, TEXT as string, BLOB as bytes. */
export type StoredValue = null | bigint | number | string | Uint8Array;

/** Why a value can't become the target type without losing something. */
export const rejectionReasons = [
  'not a whole number',
  'out of range',
  'not a number',
  'too precise',
  'too long',
  'not a boolean',
  'not a date',
  'not a time',
  'ambiguous date',
  'empty text',
  'NUL byte',
  'invalid UTF-8',
  'bytes in a text column',
  'not bytes',
  'not JSON',
  'more than jsonb keeps',
  'not a UUID',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** A value that the target type can't take. */
export interface Rejection {
  readonly rejected: RejectionReason;
}

const rejections = new Map<RejectionReason, Rejection>(
  rejectionReasons.map((rejected) => [rejected, Object.freeze({ rejected })]),
);

/** The rejection for a reason; one object a reason, since millions may be made. */
export function reject(reason: RejectionReason): Rejection {
  return rejections.get(reason) ?? { rejected: reason };
}
