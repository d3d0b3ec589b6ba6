import type { Statement } from 'better-sqlite3';
import { type Encode, encoderFor, type Reading } from '../values/encode.ts';
import type { DrawnValue, DrawnValues } from './draw.ts';

/** What a column of the file became on the server, where somebody knows: a run's plan. */
export type Readings = (table: string, column: string) => Reading | undefined;

/** How drawn values are written on the server, by the name of the parameter; those of other names go as they are. */
export type ToServer = ReadonlyMap<string, Encode>;

/**
 * How the values of a query's columns are written on the server: a date that the file has as a number is a date there.
 * What a query computes goes as it is.
 */
export function toServerOf(statement: Statement, readings: Readings): ToServer {
  return new Map(
    statement.columns().flatMap(({ name, table, column }): [string, Encode][] => {
      const reading = table === null || column === null ? undefined : readings(table, column);
      return reading === undefined ? [] : [[name.toLowerCase(), encoderFor(reading)]];
    }),
  );
}

/** Whether the server has such a row: one with a value that its column can't take is in quarantine. */
export function isOnServer(values: DrawnValues, toServer: ToServer): boolean {
  return [...toServer].every(([name, encode]) => {
    const value = values[name] ?? null;
    return value === null || typeof encode(value) === 'string';
  });
}

/** As text, in which PostgreSQL takes every type. */
export function onServer(name: string, value: DrawnValue, toServer: ToServer): DrawnValue {
  const encode = toServer.get(name);
  if (encode === undefined || value === null) return value;
  const written = encode(value);
  return typeof written === 'string' ? written : null;
}
