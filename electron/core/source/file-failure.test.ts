import { expect, test } from 'vitest';
import { fileFailure } from './file-failure.ts';

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: open 'app.db'`), { code });
}

test.each([
  ['ENOENT', 'source-not-found'],
  ['EPERM', 'source-unreadable'],
  ['EBUSY', 'source-held'],
  ['EIO', 'source-read-failed'],
])('%s of the operating system is %s', (code, expected) => {
  expect(fileFailure(failure(code), 'app.db')).toMatchObject({ code: expected });
});

test('what has nothing to do with the file is left as it is', () => {
  const error = failure('EMFILE');
  expect(fileFailure(error, 'app.db')).toBe(error);
});
