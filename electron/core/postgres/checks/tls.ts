import { z } from 'zod';
import type { Endpoint } from '../../../../shared/target.ts';
import { describeEndpoint } from '../target.ts';
import { type Check, noted, passed } from './check.ts';

const Row = z.object({ ssl: z.boolean(), version: z.string().nullable() });

/** Whether others on the network could read along. */
export const tls: Check = {
  check: 'tls',
  needed: false,
  look: async ({ client, target: { endpoint } }) => {
    const { rows } = await client.query('SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    const { ssl, version } = Row.parse(rows[0]);
    if (ssl) return passed({ encrypted: true, version: version ?? '' });
    if (isLocal(endpoint)) return passed({ encrypted: false });
    return noted('tls-not-used', { where: describeEndpoint(endpoint) });
  },
};

/** What doesn't leave this computer needs no encryption. */
function isLocal(endpoint: Endpoint): boolean {
  return endpoint.kind === 'socket' || /^(localhost|127\..*|::1)$/.test(endpoint.host);
}
