import { SimpleGrid, Text, useDirection } from '@mantine/core';
import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { engines } from '../../shared/load-measurement.ts';
import type { LoadProgress } from '../../shared/load-test.ts';
import { useNumbers } from '../components/numbers.ts';
import { EngineKey } from './engine-key.tsx';
import { engineLook } from './engine-look.ts';
import { decadesAround } from './log-axis.ts';
import { onOneLine } from './on-one-line.ts';

/** How many of the newest points are drawn; about two a second come. */
const newest = 120;

interface LiveLoadProps {
  readonly points: readonly LoadProgress[];
}

/** What was measured in the last minute: answers a second, and how long all but one in twenty waited. */
function LiveLoad({ points }: LiveLoadProps): ReactElement {
  const { t } = useTranslation();
  const { milliseconds, rough } = useNumbers();
  const shown = points.slice(-newest);
  const now = shown.at(-1);
  return (
    <>
      <EngineKey engines={engines} />
      <SimpleGrid cols={{ base: 1, md: 2 }} mt="sm">
        <LiveChart
          title={t('loads.live.throughput')}
          now={now === undefined ? '' : t('loads.perSecond', { n: rough(now.throughput) })}
          points={shown}
          pick={({ throughput }) => (throughput > 0 ? throughput : undefined)}
          shown={rough}
        />
        <LiveChart
          title={t('loads.live.latency')}
          now={now?.latency === undefined ? '' : milliseconds(now.latency.p95)}
          points={shown}
          pick={({ latency: found }) => found?.p95}
          shown={milliseconds}
        />
      </SimpleGrid>
    </>
  );
}

interface LiveChartProps {
  readonly title: string;
  readonly now: string;
  readonly points: readonly LoadProgress[];
  readonly pick: (point: LoadProgress) => number | undefined;
  readonly shown: (value: number) => string;
}

function LiveChart({ title, now, points, pick, shown }: LiveChartProps): ReactElement {
  const { seconds } = useNumbers();
  const { dir } = useDirection();
  const rtl = dir === 'rtl';
  const began = points[0] === undefined ? 0 : Date.parse(points[0].at);
  const rows = points.map((point) => ({
    second: (Date.parse(point.at) - began) / 1000,
    [point.engine]: pick(point),
  }));
  const { domain, ticks } = decadesAround(points.flatMap((point) => pick(point) ?? []));
  return (
    <div>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text size="lg" fw={650} className="tabular" mih="1.6em">
        {now}
      </Text>
      <div role="img" aria-label={`${title}: ${now}`} className="chart" style={{ height: 170 }}>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={rows} accessibilityLayer={false} margin={{ top: 8, right: 8, bottom: 0, left: 8 }}>
            <CartesianGrid vertical={false} stroke="var(--rollcall-line)" />
            <XAxis
              dataKey="second"
              type="number"
              domain={[0, (most: number) => Math.max(5, most)]}
              reversed={rtl}
              tickFormatter={(second: number) => seconds(Math.round(second))}
              minTickGap={60}
              tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
              stroke="var(--rollcall-line)"
            />
            <YAxis
              type="number"
              scale="log"
              domain={domain}
              ticks={[...ticks]}
              width={72}
              orientation={rtl ? 'right' : 'left'}
              tickFormatter={(value: number) => onOneLine(shown(value))}
              tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
              stroke="transparent"
            />
            {engines.map((engine) => (
              <Line
                key={engine}
                dataKey={engine}
                stroke={engineLook[engine].colour}
                strokeWidth={1.5}
                strokeOpacity={0.4}
                // Engines take turns: between two points of one are those of the others.
                connectNulls
                dot={{ r: 2.5, strokeOpacity: 1, fill: engineLook[engine].colour }}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

/** Drawn anew when there is another point, not whenever the job has moved on. */
export default memo(LiveLoad);
