import type { Explanation } from './catalogue.ts';

const mergeNeeds =
  'Have its owner grant what is missing; a merge needs SELECT, INSERT and UPDATE on the table and on the sequence that numbers its rows, REFERENCES for new tables that refer to it, and to see all of its rows.';

/** What keeps an address from being read, without a piece of it that could belong to a password. */
export const urlProblems = {
  scheme: 'it does not begin with postgresql:// or postgres://',
  'not encoded': 'after the host it has a / or an @ that is not percent-encoded',
  percent: 'it has a % that is not followed by two hexadecimal digits of UTF-8',
  'zero byte': 'it has a zero byte',
  host: 'its host is not a name or address; IPv6 addresses go in brackets',
  'host character': 'its host has a character that no host name has',
  'several hosts': 'it names several hosts, and Rollcall takes one',
  port: 'its port is not a number from 1 to 65535',
  settings: 'what follows its ? is not a list of settings',
  sslmode: 'its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full',
  'system authorities': 'sslrootcert=system goes with sslmode=verify-full only',
  'no user': 'it names no user, and this account has no name',
} as const;
export type UrlProblem = keyof typeof urlProblems;

/** Errors about the PostgreSQL server and what is on it. `where` is a host with its port, or a socket's path. */
export const targetErrors = {
  'url-invalid': ({ problem }: { problem: UrlProblem }): Explanation => ({
    what: `The address of the PostgreSQL database can't be used: ${urlProblems[problem]}.`,
    todo: 'Write it as postgresql://user@host:5432/att_school, with special characters percent-encoded (@ is %40, / is %2F, : is %3A).',
  }),
  'url-parameter-unknown': ({ name }: { name: string }): Explanation => ({
    what: `The address of the PostgreSQL database has a setting that Rollcall does not know: ${name}.`,
    todo: 'Take it out of the address or correct its spelling; sslmode, sslrootcert, host, port, user and dbname are known.',
  }),
  'password-file-unreadable': ({ path }: { path: string }): Explanation => ({
    what: `The password file ${path} can't be read, or its first line is empty.`,
    todo: 'Check the path, and put the password alone on the first line.',
  }),
  'password-file-open-to-others': ({ path }: { path: string }): Explanation => ({
    what: `Other people on this computer can read the password file ${path}.`,
    todo: 'Make it private with chmod 600, then start again.',
  }),
  'password-needed': ({ user }: { user: string }): Explanation => ({
    what: `The server asks for the password of ${user}, and none was given.`,
    todo: 'Give it through PGPASSWORD, a password file or the prompt.',
  }),
  'password-rejected': ({ user }: { user: string }): Explanation => ({
    what: `The server did not accept this password for the user ${user}, or has no such user.`,
    todo: 'Check the user name and the password; capital letters count.',
  }),
  'role-missing': ({ user }: { user: string }): Explanation => ({
    what: `The server has no user ${user} that may log in.`,
    todo: 'Check the user name, or ask whoever runs the server to create that user.',
  }),
  'identity-rejected': ({ user }: { user: string }): Explanation => ({
    what: `The server knows who runs this program and does not let that account log in as ${user}.`,
    todo: 'Name a host in the address, so that the server asks for a password, or choose the user with the name of your account.',
  }),
  'no-pg-hba-entry': ({ user, database }: { user: string; database: string }): Explanation => ({
    what: `The server does not let ${user} open the database ${database} from this computer.`,
    todo: 'Ask whoever runs the server for a line in pg_hba.conf with this user, this database and the address of this computer.',
  }),
  'connection-refused': ({ where }: { where: string }): Explanation => ({
    what: `No PostgreSQL server answers at ${where}.`,
    todo: 'Check that PostgreSQL is running there and that host and port are right.',
  }),
  'host-unknown': ({ host }: { host: string }): Explanation => ({
    what: `There is no computer named ${host} on the network.`,
    todo: 'Check the spelling of the host and the network connection.',
  }),
  'host-unreachable': ({ where }: { where: string }): Explanation => ({
    what: `The network has no way to ${where}.`,
    todo: 'Check the network connection, the VPN and the firewall.',
  }),
  'connection-timed-out': ({ where }: { where: string }): Explanation => ({
    what: `${where} gave no answer in time.`,
    todo: 'Check host and port, and that no firewall stands between; then try again.',
  }),
  'connection-failed': ({ where }: { where: string }): Explanation => ({
    what: `The connection to ${where} could not be set up.`,
    todo: 'Check host, port and user; the detail below has the words of the system.',
  }),
  'connection-lost': ({ where }: { where: string }): Explanation => ({
    what: `The connection to ${where} broke off.`,
    todo: 'Nothing under the live names was changed; check that the server is running, then start again.',
  }),
  'not-postgresql': ({ where }: { where: string }): Explanation => ({
    what: `What answers at ${where} is not PostgreSQL.`,
    todo: 'Check the port; PostgreSQL mostly listens on 5432.',
  }),
  'tls-required': ({ where }: { where: string }): Explanation => ({
    what: `The server at ${where} takes this user on encrypted connections only.`,
    todo: 'Put sslmode=require into the address, or leave sslmode out.',
  }),
  'tls-not-offered': ({ where }: { where: string }): Explanation => ({
    what: `The server at ${where} does not offer encrypted connections.`,
    todo: 'Have encryption switched on there (ssl = on), or use sslmode=disable on a network that you trust.',
  }),
  'tls-failed': ({ where }: { where: string }): Explanation => ({
    what: `This computer and the server at ${where} could not agree on an encrypted connection.`,
    todo: 'Ask whoever runs the server which TLS versions and certificates it takes; TLS 1.2 is the oldest that works.',
  }),
  'certificate-unknown': ({ where }: { where: string }): Explanation => ({
    what: `The certificate of the server at ${where} comes from nobody that this computer trusts.`,
    todo: 'Give the file of the authority that signed it with sslrootcert=FILE; whoever runs the server has it.',
  }),
  'certificate-expired': ({ where }: { where: string }): Explanation => ({
    what: `The certificate of the server at ${where} is not valid today.`,
    todo: 'Check the date of this computer, or have the certificate renewed.',
  }),
  'certificate-wrong-host': ({ host }: { host: string }): Explanation => ({
    what: `The certificate of the server was made for another name than ${host}.`,
    todo: 'Use the host name that the certificate bears, or have a certificate made for this one.',
  }),
  'ca-file-needed': ({ mode }: { mode: string }): Explanation => ({
    what: `sslmode=${mode} needs to know which authority to trust, and no file was given.`,
    todo: 'Add sslrootcert=FILE with the certificate of the authority, or sslrootcert=system with sslmode=verify-full for public ones.',
  }),
  'ca-file-unreadable': ({ path }: { path: string }): Explanation => ({
    what: `There is no readable certificate in ${path}.`,
    todo: 'Check the path of sslrootcert; the file has to hold certificates in PEM format.',
  }),
  'database-missing': ({ database }: { database: string }): Explanation => ({
    what: `The server has no database ${database}.`,
    todo: 'Check the name, or ask whoever runs the server to create it.',
  }),
  'database-encoding': ({ database, encoding }: { database: string; encoding: string }): Explanation => ({
    what: `The database ${database} stores text as ${encoding}, which can't hold every name.`,
    todo: 'Choose a database with the encoding UTF8, or the name of one that does not exist yet.',
  }),
  'create-database-denied': ({ user, database }: { user: string; database: string }): Explanation => ({
    what: `There is no database ${database}, and ${user} may not create it.`,
    todo: `Ask whoever runs the server to create it for ${user}, or to allow it with ALTER ROLE … CREATEDB.`,
  }),
  'database-can-be-created': ({ database }: { database: string }): Explanation => ({
    what: `The server has no database ${database} yet, and you may create it.`,
    todo: 'Have Rollcall create it now, or leave it to the move.',
  }),
  'schema-reserved': ({ schema }: { schema: string }): Explanation => ({
    what: `${schema === '' ? 'A schema needs a name, so it' : `The schema ${schema} belongs to PostgreSQL or to Rollcall itself and`} can't take tables of yours.`,
    todo: 'Choose another --schema, or leave it out for public.',
  }),
  'schema-denied': ({ user, schema }: { user: string; schema: string }): Explanation => ({
    what: `${user} may not create tables in the schema ${schema}; since PostgreSQL 15 that is so unless it was granted.`,
    todo: `Have the owner of the database run GRANT USAGE, CREATE ON SCHEMA ${schema}, or choose another --schema.`,
  }),
  'schema-creation-denied': ({ user, database }: { user: string; database: string }): Explanation => ({
    what: `${user} may not create schemas in the database ${database}, and a run needs some of its own.`,
    todo: `Have the owner of the database run GRANT CREATE ON DATABASE ${database} TO ${user}.`,
  }),
  'scratch-denied': ({ user, grants }: { user: string; grants: readonly string[] }): Explanation => ({
    what: `${user} may not make copies of the tables, on which a load test and the tests of indexes work.`,
    todo: `Have somebody who may run: ${grants.join('; ')}.`,
  }),
  'scratch-acts': ({ table, function: name }: { table: string; function: string }): Explanation => ({
    what: `Whoever reads or writes ${table} calls ${name}(), which may change data, so no copy of it was made.`,
    todo: 'Leave out what asks for it. If the function only computes, have it declared IMMUTABLE; then it is trusted.',
  }),
  'scratch-too-big': ({
    where,
    needed,
    free,
  }: {
    where: string;
    needed: number;
    free: number;
  }): Explanation => ({
    what: `The disk of the server at ${where} is too full for the copies of the tables: they take about ${needed} bytes, and ${free} are free.`,
    todo: 'Make room there, then start again; the copies are removed at the end.',
  }),
  'not-owner': ({ user, names }: { user: string; names: readonly string[] }): Explanation => ({
    what: `${names.join(', ')} ${names.length === 1 ? 'belongs' : 'belong'} to another user, and only the owner may do what this run has to do with ${names.length === 1 ? 'it' : 'them'}.`,
    todo: `Run as the owner, or have ${user} made a member of the role that owns ${names.length === 1 ? 'it' : 'them'}.`,
  }),
  /** The server said no to a statement of the merge; its words are the detail. */
  'merge-denied': ({ user, table }: { user: string; table: string }): Explanation => ({
    what: `${user} may not merge into the live table ${table}.`,
    todo: mergeNeeds,
  }),
  'merge-rights-missing': ({
    user,
    table,
    rights,
  }: {
    user: string;
    table: string;
    /** As GRANT spells them, each with what it is on. */
    rights: readonly string[];
  }): Explanation => ({
    what: `${user} may not merge into the live table ${table}, for want of ${rights.join(' and ')}.`,
    todo: mergeNeeds,
  }),
  'permission-denied': ({ user }: { user: string }): Explanation => ({
    what: `${user} lacks a right that this step needs.`,
    todo: 'Ask whoever runs the server to grant what the detail below names.',
  }),
  'server-read-only': ({ where }: { where: string }): Explanation => ({
    what: `The server at ${where} takes no changes: it is a standby, or set to read only.`,
    todo: 'Use the address of the primary server, or have default_transaction_read_only switched off.',
  }),
  'server-too-old': ({ version }: { version: string }): Explanation => ({
    what: `The server runs PostgreSQL ${version}; Rollcall needs 12 or later.`,
    todo: 'Have the server upgraded, or use a newer one.',
  }),
  'server-starting': ({ where }: { where: string }): Explanation => ({
    what: `The server at ${where} is starting or stopping and takes no connections at the moment.`,
    todo: 'Wait a minute, then try again.',
  }),
  'too-many-connections': ({ where }: { where: string }): Explanation => ({
    what: `The server at ${where} has as many connections as it allows.`,
    todo: 'Close programs that use the database, or have max_connections raised, then try again.',
  }),
  'answer-too-late': ({ where, seconds }: { where: string; seconds: number }): Explanation => ({
    what: `The server at ${where} did not answer a short question within ${seconds} seconds.`,
    todo: 'It may be very busy: wait a moment, then look again.',
  }),
  'disk-full': ({ where }: { where: string }): Explanation => ({
    what: `The disk of the server at ${where} is full.`,
    todo: 'Make room there, about three times the size of the file, then start again.',
  }),
  'server-error': ({ message }: { message: string }): Explanation => ({
    what: `PostgreSQL refused a step: ${message}.`,
    todo: 'Nothing under the live names was changed; if the words of the server do not help, keep them and report them.',
  }),
  'no-utf8-locale': (_: Record<never, never>): Explanation => ({
    what: 'The server can create no database for every script: it has no locale that goes with UTF8.',
    todo: 'Ask whoever runs the server for a database with the encoding UTF8, and name that one.',
  }),
  'tls-not-used': ({ where }: { where: string }): Explanation => ({
    what: `The connection to ${where} is not encrypted, so others on the network could read along.`,
    todo: 'Have encryption switched on there (ssl = on), unless you trust the network.',
  }),
  'time-zone-differs': ({ server, computer }: { server: string; computer: string }): Explanation => ({
    what: `The server's clock shows the time of ${server}, this computer's that of ${computer}.`,
    todo: 'Nothing has to be done: times are stored as they are in the file, unless you choose a time zone for them.',
  }),
  'statistics-not-available': (_: Record<never, never>): Explanation => ({
    what: 'The server does not have pg_stat_statements, which counts what an application asks of it.',
    todo: 'The move does not need it; for watching the server later, have the package postgresql-contrib installed.',
  }),
  'statistics-not-loaded': (_: Record<never, never>): Explanation => ({
    what: 'The server does not load pg_stat_statements, which counts what an application asks of it.',
    todo: 'The move does not need it; for watching the server later, have it added to shared_preload_libraries.',
  }),
  'statistics-not-created': ({ database }: { database: string }): Explanation => ({
    what: `The database ${database} does not have pg_stat_statements switched on, which counts what an application asks of it.`,
    todo: 'The move does not need it; for watching the server later, run CREATE EXTENSION pg_stat_statements there.',
  }),
  'table-in-the-way': ({ schema, tables }: { schema: string; tables: readonly string[] }): Explanation => ({
    what: `Schema ${schema} already has ${tables.length === 1 ? 'a table' : 'tables'} named ${tables.join(', ')}.`,
    todo: 'Choose --mode replace to set the old tables aside, --mode merge to update them, or another --schema.',
  }),
} as const;
