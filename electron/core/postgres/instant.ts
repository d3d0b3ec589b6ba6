import { z } from 'zod';

/** A timestamptz as node-postgres reads it, in the form of `Date.toISOString`. */
export const instant = z.date().transform((date) => date.toISOString());
