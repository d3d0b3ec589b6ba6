import { expect, test } from 'vitest';
import { errorCodes } from '../../../shared/errors/index.ts';
import { topicFor } from './topics.ts';

test('every error leads to an article of Help', () => {
  expect(errorCodes.filter((code) => topicFor(code) === undefined)).toEqual([]);
});
