import { describe, expect, it } from 'vitest';
import { programs } from '../../testing/applications/programs.ts';
import { webFrameworks } from '../../testing/applications/web-frameworks.ts';
import { arrive } from '../../testing/arrival.ts';
import { servers } from '../../testing/postgres.ts';

/** What of a file has no place on PostgreSQL; all the rest arrives whole. */
const exceptions: Readonly<Record<string, { notCarried?: readonly string[]; aside?: readonly string[] }>> = {
  Laravel: { notCarried: ['foreign key role_user_role_id_fkey'] },
  // SERIAL is no type of SQLite's: the key stays NULL there, and becomes a unique constraint.
  Drizzle: {},
  Firefox: {},
  // Numbers that the program keeps as such where it can, in a column that also holds the first field of a note.
  Anki: { aside: ['notes: sfld: not a number'] },
  Android: {
    notCarried: ['trigger room_fts_content_sync_messages_fts_BEFORE_UPDATE', 'virtual table messages_fts'],
  },
  Spider: {
    notCarried: ['foreign key Has_Pet_PetID_fkey', 'foreign key Has_Pet_StuID_fkey'],
    aside: ['Perpetrator: PEOPLE_id: no such row in people', 'people: not a number'],
  },
};

describe.each(servers())('files of applications to PostgreSQL $version', (server) => {
  it.each(Object.entries({ ...webFrameworks, ...programs }))('%s', async (name, statements) => {
    await using arrival = await arrive(server, ...statements);
    expect(arrival.complaints).toEqual([]);
    const { notCarried = [], aside = [] } = exceptions[name] ?? {};
    const listed = arrival.report.notCarried.filter(({ reason }) => !reason.includes('"JSON"'));
    expect(listed.map(({ kind, name: of }) => `${kind} ${of}`).toSorted()).toEqual(notCarried);
    // IS JSON came with PostgreSQL 16.
    if (server.version >= 16) expect(listed).toEqual(arrival.report.notCarried);
    const { rows } = await arrival.client.query<{ line: string }>(
      `SELECT DISTINCT table_name || ': ' || reason COLLATE "C" AS line FROM rollcall.quarantine ORDER BY 1`,
    );
    expect(rows.map(({ line }) => line)).toEqual(aside);
  });
});
