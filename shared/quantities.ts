import { z } from 'zod';

export const count = z.number().int().nonnegative();
export const bytes = z.number().int().nonnegative();
export const milliseconds = z.number().nonnegative();
/** From 0 to 1. */
export const share = z.number().min(0).max(1);
