import { afterEach, expect, it, vi } from 'vitest';
import { reportError, rollcallError } from '../../../shared/errors/index.ts';
import { outageRow } from './monitor.ts';

afterEach(() => vi.unstubAllEnvs());

it('tells the time of this computer’s zone', () => {
  vi.stubEnv('TZ', 'Asia/Qatar');
  const error = reportError(rollcallError('connection-lost', { where: '127.0.0.1:5432' }));
  expect(outageRow({ event: 'no answer', at: '2026-01-01T21:30:00.000Z', error })).toMatch(/^00:30:00 /);
});
