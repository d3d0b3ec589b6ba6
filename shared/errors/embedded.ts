/** Errors about the embedded PostgreSQL. */
export const embeddedErrors = {} as const;
