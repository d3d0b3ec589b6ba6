import { expect, test } from 'vitest';
import type { LogSwitch } from '../../../shared/monitor/logging.ts';
import { isSwitchedOn } from './log-switch.ts';

test.each<[LogSwitch, string, boolean]>([
  ['log_min_duration_statement', '100', true],
  ['log_min_duration_statement', '100ms', true],
  ['log_min_duration_statement', ' 0.1 s ', true],
  ['log_min_duration_statement', '100000us', true],
  ['log_min_duration_statement', '100s', false],
  ['log_min_duration_statement', '100.2', true],
  ['log_min_duration_statement', '1min', false],
  ['log_min_duration_statement', '-1', false],
  ['log_min_duration_statement', '', false],
  ['log_min_duration_statement', '100 years', false],
  ['log_statement', 'all', true],
  ['log_statement', 'ALL', true],
  ['log_statement', 'ddl', false],
])('%s = %s: %s', (name, value, on) => {
  expect(isSwitchedOn(name, value)).toBe(on);
});
