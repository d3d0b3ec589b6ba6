import { z } from 'zod';
import { type Check, noted, passed } from './check.ts';

const Row = z.object({ zone: z.string() });

/** Which clock the server's answers show to applications that don't choose one. */
export const timeZone: Check = {
  check: 'time zone',
  needed: false,
  look: async ({ client }) => {
    // This session's own setting is fixed to UTC; `reset_val` is what others begin with.
    const { rows } = await client.query("SELECT reset_val AS zone FROM pg_settings WHERE name = 'TimeZone'");
    const { zone } = Row.parse(rows[0]);
    const computer = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return isSameZone(zone, computer)
      ? passed({ zone })
      : noted('time-zone-differs', { server: zone, computer });
  },
};

/** Zones have several names: Etc/UTC is UTC. The server may also know names that this computer doesn't. */
function isSameZone(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other);
}

function canonical(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return zone;
  }
}
