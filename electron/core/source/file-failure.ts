import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';

/** The words for an error of the operating system about `path`. */
export function fileFailure(error: unknown, path: string): unknown {
  if (error instanceof RollcallError || !(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return rollcallError('source-not-found', { path }, error);
    case 'EACCES':
    case 'EPERM':
      return rollcallError('source-unreadable', { path }, error);
    // What Windows calls a sharing or a lock violation (libuv, src/win/error.c).
    case 'EBUSY':
      return rollcallError('source-held', { path }, error);
    case 'EIO':
    case 'ESTALE':
    case 'ETIMEDOUT':
      return rollcallError('source-read-failed', { path }, error);
    default:
      return error;
  }
}
