import type { Conditions } from '../../../shared/load-test.ts';

/** A value that is another in a later load test; absent where there was none. */
export interface UnlikeValue<Of> {
  readonly of: Of;
  readonly earlier: string | undefined;
  readonly later: string | undefined;
}

/** What both know by one name and don't have alike, in the order of the earlier one. */
export function unlikeValues<Of>(
  earlier: ReadonlyMap<Of, string>,
  later: ReadonlyMap<Of, string>,
): UnlikeValue<Of>[] {
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .map((of) => ({ of, earlier: earlier.get(of), later: later.get(of) }))
    .filter((value) => value.earlier !== value.later);
}

/** Tables that both measured and that had not the same rows, on the server or in the file. */
export interface UnlikeRows {
  readonly table: string;
  readonly where: 'server' | 'file';
  readonly earlier: number;
  readonly later: number;
}

/** A table that only one of the two needed says nothing. */
export function unlikeRows(
  earlier: Pick<Conditions, 'tables'>,
  later: Pick<Conditions, 'tables'>,
): UnlikeRows[] {
  return earlier.tables.flatMap(({ table, rows, inFile }) => {
    const other = later.tables.find((one) => one.table === table);
    if (other === undefined) return [];
    const isMoved = rows === inFile && other.rows === other.inFile;
    const pairs = [
      { table, where: 'server', earlier: rows, later: other.rows } as const,
      ...(isMoved || inFile === undefined || other.inFile === undefined
        ? []
        : [{ table, where: 'file', earlier: inFile, later: other.inFile } as const]),
    ];
    return pairs.filter((pair) => pair.earlier !== pair.later);
  });
}
