import pg from 'pg';

/** SQLSTATE classes that tell of the connection (08), of resources (53) or of an intervention (57). */
const ofServer = /^(?:08|53|57)/;

/** Whether the server says that it doesn't do what a statement wants: another one may be asked next. */
export function isRefusal(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && !ofServer.test(error.code ?? '');
}
