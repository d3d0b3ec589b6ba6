import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('gives constraints their own names where SQLite lets them share one, or PostgreSQL cuts them', async () => {
    const long = 'اسم_الطالب_الكامل_كما_يظهر_في_السجل_المدرسي';
    await using arrival = await arrive(
      server,
      `CREATE TABLE "${long}" (a INTEGER PRIMARY KEY, b INTEGER REFERENCES "${long}", c INTEGER REFERENCES "${long}",
         "${long}1" INTEGER REFERENCES "${long}", "${long}2" INTEGER REFERENCES "${long}",
         CONSTRAINT u UNIQUE (b), CONSTRAINT u CHECK (b > 0), CONSTRAINT u CHECK (c > 0), CHECK (a > 0), CHECK (a < 9))`,
      `INSERT INTO "${long}" VALUES (1, 1, 1, 1, 1), (2, NULL, 1, 1, 2)`,
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified', notCarried: [] } });
  });
});
