import { z } from 'zod';

/** Whether the role may change something: a standby takes no changes from anybody, its primary may. */
export const Leave = z.enum(['given', 'denied', 'on the primary']);
export type Leave = z.infer<typeof Leave>;
