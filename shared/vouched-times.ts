/** How many times as fast or as slow, and the least that can be vouched for. */
export interface Times {
  readonly times: number;
  readonly low: number;
}

/**
 * What may be said of it: the figure where the bound lies near it, and the bound alone where it doesn't. "100 times"
 * of something between 1.5 and 7,000 promises what nobody has seen.
 */
export function vouchedTimes({ times, low }: Times): { readonly times: number; readonly atLeast: boolean } {
  return times > 2 * low ? { times: low, atLeast: true } : { times, atLeast: false };
}
