import pg from 'pg';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { describeEndpoint } from './target.ts';

/** Any error of node-postgres, of Node's net, tls and dns, or of the server, as a code and two sentences. */
export function explainPostgresError(error: unknown, target: Target): RollcallError {
  if (error instanceof RollcallError) return error;
  if (error instanceof pg.DatabaseError) return explainServer(error, target);
  if (error instanceof AggregateError && error.errors.length > 0) {
    return explainPostgresError(error.errors[0], target);
  }
  if (error instanceof Error) return explainConnection(error, target);
  return rollcallError('unexpected', {}, error);
}

/** By SQLSTATE (manual, appendix "PostgreSQL Error Codes"), since messages come in the server's language. */
function explainServer(error: pg.DatabaseError, target: Target): RollcallError {
  const { user, database } = target;
  const where = describeEndpoint(target.endpoint);
  switch (error.code) {
    case '28P01':
      return rollcallError('password-rejected', { user }, error);
    case '28000':
      return explainLogin(error, target);
    case '3D000':
      return rollcallError('database-missing', { database }, error);
    case '42501':
      return explainPrivilege(error, target);
    case '25006':
      return rollcallError('server-read-only', { where }, error);
    case '53100':
      return rollcallError('disk-full', { where }, error);
    case '53300':
      return rollcallError('too-many-connections', { where }, error);
    case '57014':
      return rollcallError('cancelled', {}, error);
    case '57P03':
      return rollcallError('server-starting', { where }, error);
    case '57P01':
    case '57P02':
    case '57P04':
    case '57P05':
    case '08000':
    case '08003':
    case '08006':
    case '25P03':
      return rollcallError('connection-lost', { where }, error);
    default:
      return rollcallError('server-error', { message: error.message.replace(/\.$/, '') }, error);
  }
}

/**
 * SQLSTATE 28000 has three meanings; the server's own function tells them apart in every language
 * (src/backend/libpq/auth.c, src/backend/utils/init/miscinit.c).
 */
function explainLogin(error: pg.DatabaseError, { user, database }: Target): RollcallError {
  switch (error.routine) {
    case 'InitializeSessionUserId':
      return rollcallError('role-missing', { user }, error);
    case 'auth_failed':
      return rollcallError('identity-rejected', { user }, error);
    default:
      return rollcallError('no-pg-hba-entry', { user, database }, error);
  }
}

function explainPrivilege(error: pg.DatabaseError, { user, database }: Target): RollcallError {
  if (error.routine === 'createdb') return rollcallError('create-database-denied', { user, database }, error);
  const schema = /for schema "?(.+?)"?$/.exec(error.message)?.[1];
  if (schema !== undefined) return rollcallError('schema-denied', { user, schema }, error);
  return rollcallError('permission-denied', { user }, error);
}

const lostWords = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
];

/** Codes of OpenSSL's verification, as Node names them (Node manual, "TLS", "X509 certificate error codes"). */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

function explainConnection(error: Error, target: Target): RollcallError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const connecting = 'syscall' in error && error.syscall === 'connect';
  const where = describeEndpoint(target.endpoint);
  const host = target.endpoint.kind === 'tcp' ? target.endpoint.host : where;
  if (untrusted.has(code)) return rollcallError('certificate-unknown', { where }, error);
  if (lostWords.some((words) => error.message.startsWith(words))) {
    return rollcallError('connection-lost', { where }, error);
  }
  switch (code) {
    case 'ECONNREFUSED':
      return rollcallError('connection-refused', { where }, error);
    case 'ENOENT':
      return rollcallError(connecting ? 'connection-refused' : 'unexpected', { where }, error);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return rollcallError('host-unknown', { host }, error);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return rollcallError('host-unreachable', { where }, error);
    case 'ETIMEDOUT':
      return rollcallError(connecting ? 'connection-timed-out' : 'connection-lost', { where }, error);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return rollcallError('connection-lost', { where }, error);
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return rollcallError('certificate-expired', { where }, error);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return rollcallError('certificate-wrong-host', { host }, error);
    default:
      return explainByWords(error, code, where, connecting);
  }
}

/** node-postgres throws these without a code (pg/lib/connection.js, pg/lib/crypto/sasl.js). */
function explainByWords(error: Error, code: string, where: string, connecting: boolean): RollcallError {
  if (error.message === 'The server does not support SSL connections') {
    return rollcallError('tls-not-offered', { where }, error);
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return rollcallError('tls-failed', { where }, error);
  if (connecting || error.message.startsWith('SASL') || error.message.includes('SSL connection')) {
    return rollcallError('connection-failed', { where }, error);
  }
  return rollcallError('unexpected', {}, error);
}
