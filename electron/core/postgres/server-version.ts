import type pg from 'pg';
import { z } from 'zod';

const Version = z.object({ version: z.number() });

/** As server_version_num has it: 180004 is 18.4. */
export async function serverVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version");
  return Version.parse(rows[0]).version;
}
