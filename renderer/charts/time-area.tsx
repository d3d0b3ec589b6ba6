import { useDirection } from '@mantine/core';
import type { ReactElement } from 'react';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';

export interface TimePoint {
  readonly second: number;
  /** Null where nothing is known. */
  readonly value: number | null;
}

interface TimeAreaProps {
  /** What a person who can't see it is told. */
  readonly label: string;
  readonly points: readonly TimePoint[];
  readonly seconds: readonly [first: number, last: number | ((most: number) => number)];
  readonly height: number;
  readonly tellSecond: (second: number) => string;
  readonly tellValue: (value: number) => string;
  /** Where time and value are written; chosen by the space there is unless told. */
  readonly ticks?: { readonly seconds: readonly number[]; readonly values: readonly [0, number] };
}

/** Something that changes over time; time runs the way the language is read. */
export function TimeArea(props: TimeAreaProps): ReactElement {
  const { label, points, seconds, height, tellSecond, tellValue, ticks } = props;
  const { dir } = useDirection();
  // The words below the end of the scale stand in its middle.
  const roomForTheLast = dir === 'rtl' ? { left: 14 } : { right: 14 };
  return (
    <div role="img" aria-label={label} style={{ height, direction: 'ltr' }}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart
          data={[...points]}
          accessibilityLayer={false}
          margin={{ top: 8, bottom: 0, left: 4, right: 4, ...(ticks === undefined ? {} : roomForTheLast) }}
        >
          <CartesianGrid vertical={false} stroke="var(--rollcall-line)" />
          <XAxis
            dataKey="second"
            type="number"
            domain={[...seconds]}
            reversed={dir === 'rtl'}
            tickFormatter={tellSecond}
            minTickGap={60}
            height={20}
            {...(ticks === undefined ? {} : { ticks: [...ticks.seconds], interval: 0 as const })}
            tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
            stroke="var(--rollcall-line)"
          />
          <YAxis
            orientation={dir === 'rtl' ? 'right' : 'left'}
            width={ticks === undefined ? 64 : 60}
            tickCount={4}
            {...(ticks === undefined
              ? {}
              : { domain: [...ticks.values], ticks: [...ticks.values], interval: 0 as const })}
            tickFormatter={tellValue}
            tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
            stroke="transparent"
          />
          <Area
            dataKey="value"
            isAnimationActive={false}
            connectNulls={false}
            stroke="var(--mantine-primary-color-filled)"
            strokeWidth={2}
            fill="var(--rollcall-note-soft)"
            dot={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
