import { inOtherTables } from './in-other-tables.ts';
import { inTheSchema } from './in-the-schema.ts';
import { inTheSevenTables } from './in-the-seven-tables.ts';
import type { Plant } from './plant.ts';

/** In the order in which they are planted. */
export const plants: readonly Plant[] = [...inTheSevenTables, ...inOtherTables, ...inTheSchema];
