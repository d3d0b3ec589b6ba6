import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('gives names that clash another one although views and triggers are broken, and lists those', async () => {
    const name = 'attendance_of_all_pupils_by_period_and_class_and_teacher_and_day';
    await using arrival = await arrive(
      server,
      `CREATE TABLE ${name}_1 (id INTEGER PRIMARY KEY, ctid TEXT); CREATE TABLE ${name}_2 (id INTEGER)`,
      'CREATE VIEW broken AS SELECT * FROM missing; CREATE VIEW on_broken AS SELECT * FROM broken',
      `CREATE VIEW sound AS SELECT ctid FROM ${name}_1; CREATE VIEW other AS SELECT id FROM ${name}_2`,
      `CREATE TRIGGER log AFTER INSERT ON ${name}_2 BEGIN INSERT INTO missing VALUES (new.id); END`,
      `INSERT INTO ${name}_1 VALUES (1, 'kept')`,
    );
    expect(arrival.complaints).toEqual([]);
    const { notCarried, findings } = arrival.report;
    expect(notCarried.map(({ kind, name: of }) => `${kind} ${of}`).toSorted()).toEqual([
      'trigger log',
      'view broken',
      'view on_broken',
    ]);
    expect(findings.filter(({ code }) => code === 'name-changed')).toHaveLength(2);
    expect((await arrival.client.query('SELECT * FROM sound')).rows).toEqual([{ ctid_2: 'kept' }]);
  });
});
