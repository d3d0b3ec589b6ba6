import { useDirection } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Engine } from '../../shared/load-measurement.ts';
import type { ByEngine } from './by-engine.ts';
import { engineLook } from './engine-look.ts';
import { decadesAround } from './log-axis.ts';
import { onOneLine } from './on-one-line.ts';
import { Tip, type TipLine, useEngineLines } from './tip.tsx';

interface EngineCurvesProps {
  readonly title: string;
  readonly engines: readonly Engine[];
  /** From left to right, or from right to left where text runs so. */
  readonly points: readonly (ByEngine & { readonly at: string | number })[];
  /** All that the logarithmic scale has to hold. */
  readonly values: readonly number[];
  readonly tellAt: (at: string | number) => string;
  readonly tellValue: (value: number) => string;
  /** Of the point that the mouse or the keyboard is at: its heading, and what else there is to say. */
  readonly tip: (at: string | number) => {
    readonly title: string;
    readonly tellValue: (value: number) => string;
    readonly more: readonly TipLine[];
  };
  /** Drawn behind the lines. */
  readonly mark?: ReactNode;
}

/** A line for each engine over something that grows, on a logarithmic scale. */
export function EngineCurves(props: EngineCurvesProps): ReactElement {
  const { title, engines, points, values, tellAt, tellValue, tip, mark } = props;
  const { dir } = useDirection();
  const engineLines = useEngineLines();
  const rtl = dir === 'rtl';
  const { domain, ticks } = decadesAround(values);
  return (
    <ResponsiveContainer width="100%" height={280}>
      <LineChart
        data={[...points]}
        title={title}
        margin={{ top: mark === undefined ? 8 : 24, right: rtl ? 8 : 24, bottom: 4, left: rtl ? 24 : 8 }}
      >
        <CartesianGrid vertical={false} stroke="var(--rollcall-line)" />
        <XAxis
          dataKey="at"
          type="category"
          reversed={rtl}
          tickFormatter={tellAt}
          tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
          stroke="var(--rollcall-line)"
        />
        <YAxis
          type="number"
          scale="log"
          domain={domain}
          ticks={[...ticks]}
          width={72}
          orientation={rtl ? 'right' : 'left'}
          tickFormatter={(value: number) => onOneLine(tellValue(value))}
          tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
          stroke="transparent"
        />
        <Tooltip
          isAnimationActive={false}
          content={({ active, payload, label }) => {
            if (!active || label === undefined) return null;
            const told = tip(label);
            return <Tip title={told.title} lines={[...engineLines(payload, told.tellValue), ...told.more]} />;
          }}
        />
        {mark}
        {engines.map((engine) => (
          <Line
            key={engine}
            dataKey={engine}
            stroke={engineLook[engine].colour}
            strokeDasharray={engineLook[engine].dash}
            strokeWidth={2.5}
            // A dashed line's points would be dashed as well.
            dot={{ r: 3, strokeDasharray: 'none' }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
