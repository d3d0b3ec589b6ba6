/** Whether an error of `node:fs` or `node:child_process` has one of these codes, such as `ENOENT`. */
export function isFileError(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
  );
}
