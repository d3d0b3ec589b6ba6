/** Of a logarithmic axis: whole decades around the values. Both are above zero. */
export interface Decades {
  readonly domain: [number, number];
  readonly ticks: readonly number[];
}

/** The decades that hold all values above zero; from 0.1 to 10 where there are none. */
export function decadesAround(values: readonly number[]): Decades {
  const positive = values.filter((value) => value > 0);
  const lowest = positive.length === 0 ? -1 : Math.floor(Math.log10(Math.min(...positive)));
  const highest = positive.length === 0 ? 1 : Math.ceil(Math.log10(Math.max(...positive)));
  const last = Math.max(highest, lowest + 1);
  const ticks = Array.from({ length: last - lowest + 1 }, (_, index) => 10 ** (lowest + index));
  return { domain: [10 ** lowest, 10 ** last], ticks };
}
