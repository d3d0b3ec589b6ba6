/** Errors in what a person typed or picked. */
export const usageErrors = {} as const;
