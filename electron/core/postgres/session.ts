import type pg from 'pg';

/**
 * Settings of every session, so that neither postgresql.conf nor ALTER ROLE … SET changes what values look like or
 * ends a long statement. `row_security = off` makes hidden rows an error instead of a silent loss, as pg_dump does.
 * Names are those of pg_settings; what the server's version lacks is passed over.
 */
const settings: Readonly<Record<string, string>> = {
  client_encoding: 'UTF8',
  DateStyle: 'ISO, YMD',
  TimeZone: 'UTC',
  IntervalStyle: 'iso_8601',
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  client_min_messages: 'warning',
  row_security: 'off',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
};

/** Fixes the settings by statements and not in the startup packet, which connection poolers refuse. */
export async function fixSession(client: pg.Client): Promise<void> {
  // First and alone, for a database whose time-out is shorter than the look at pg_settings.
  await client.query('SET statement_timeout = 0');
  await client.query(
    `SELECT set_config(name, wanted.setting, false)
       FROM unnest($1::text[], $2::text[]) AS wanted (name, setting)
       JOIN pg_settings USING (name)`,
    [Object.keys(settings), Object.values(settings)],
  );
}
