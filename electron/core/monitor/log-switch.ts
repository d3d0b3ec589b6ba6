import { type LogSwitch, logSwitches } from '../../../shared/monitor/logging.ts';

/** Milliseconds a unit, by the names that the server takes (manual, "Parameter Names and Values"). */
const milliseconds: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const withUnit = /^\s*([-+]?[\d.]+)\s*([a-z]*)\s*$/;

/**
 * Whether a value of a setting comes to what its switch writes: `100ms` and `0.1s` are 100. Read from the text, since
 * a session that began before the change still has the value of then.
 */
export function isSwitchedOn(name: LogSwitch, value: string): boolean {
  return readValue(name, value) === readValue(name, logSwitches[name]);
}

function readValue(name: LogSwitch, value: string): string | number {
  switch (name) {
    case 'log_statement':
      return value.trim().toLowerCase();
    case 'log_min_duration_statement': {
      const [, number, unit] = withUnit.exec(value) ?? [];
      return Math.round(Number(number) * (milliseconds[unit || 'ms'] ?? Number.NaN));
    }
  }
}
