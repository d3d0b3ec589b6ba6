import type pg from 'pg';
import { sqliteFile } from './migration.ts';
import { freshDatabase, type TestServer } from './postgres.ts';
import { type RoundTrip, roundTripOf } from './round-trip.ts';
import { testFolder } from './test-folder.ts';

/** A file on its target, in schema `public` of a database that is dropped at dispose. */
export interface Arrival extends RoundTrip, AsyncDisposable {
  readonly client: pg.Client;
}

/** Makes a file of the statements, migrates it with a quarantine, reads it back, and merges it once more. */
export async function arrive(server: TestServer, ...statements: readonly string[]): Promise<Arrival> {
  return await arriveFile(server, sqliteFile(...statements));
}

/** The same for a file that is there. */
export async function arriveFile(server: TestServer, file: string): Promise<Arrival> {
  const database = await freshDatabase(server);
  const { client, target } = database;
  await client.query("SET TimeZone = 'UTC'; SET DateStyle = ISO");
  const result = await roundTripOf(file, { client, target, schema: 'public' }, testFolder());
  return { ...result, client, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}
