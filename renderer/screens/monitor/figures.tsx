import { Box, Card, SimpleGrid, Text, Title } from '@mantine/core';
import { lazy, type ReactElement, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reading } from '../../../shared/monitor/reading.ts';
import { isolated } from '../../components/error-words.ts';
import { useNumbers } from '../../components/numbers.ts';
import { lookBack, type Point, useMonitor } from '../../stores/monitor.ts';

const LiveChart = lazy(() => import('../../charts/live-chart.tsx'));

interface Figure {
  readonly name: 'connections' | 'transactions' | 'cacheHits' | 'rowsRead' | 'rowsWritten' | 'longest';
  /** As it is now. */
  readonly now: string;
  readonly value: (point: Point) => number | null;
  readonly tell: (value: number) => string;
  readonly most?: number;
}

/** The server in six numbers, each with its last five minutes. */
export function Figures({ reading }: { reading: Reading }): ReactElement {
  const { t } = useTranslation();
  const { count, fine, percent, seconds, briefSeconds, moment } = useNumbers();
  const points = useMonitor((store) => store.points);
  const last = points.at(-1);
  const rate = (name: 'transactions' | 'rowsRead' | 'rowsWritten' | 'cacheHits') => (point: Point) =>
    point.rates.kind === 'rates' ? point.rates[name] : null;
  const perSecond = (name: 'transactions' | 'rowsRead' | 'rowsWritten'): Figure => {
    const now = last === undefined ? null : rate(name)(last);
    return {
      name,
      now: now === null ? t('monitor.unknown') : t('monitor.perSecond', { n: fine(now) }),
      value: rate(name),
      tell: fine,
    };
  };
  const hits = points.findLast((point) => rate('cacheHits')(point) !== null);
  const hitsNow = hits === undefined ? null : rate('cacheHits')(hits);
  const { used, most } = reading.connections;
  const figures: readonly Figure[] = [
    {
      name: 'connections',
      now: t('monitor.of', { used: count(used), most: count(most) }),
      value: ({ connections }) => connections,
      tell: count,
      most,
    },
    perSecond('transactions'),
    {
      name: 'cacheHits',
      // Cut, so that 100 % means all of them.
      now: hitsNow === null ? t('monitor.unknown') : percent(Math.floor(hitsNow * 100) / 100),
      value: rate('cacheHits'),
      tell: percent,
      most: 1,
    },
    perSecond('rowsRead'),
    perSecond('rowsWritten'),
    {
      name: 'longest',
      now:
        last === undefined || last.longest === 0
          ? t(reading.seesOthers ? 'monitor.noTransaction' : 'monitor.noOwnTransaction')
          : seconds(last.longest),
      value: ({ longest }) => longest,
      tell: briefSeconds,
    },
  ];
  const { versionText, startedAt } = reading.server;
  return (
    <section aria-label={t('monitor.figures')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('monitor.server', {
          database: isolated(reading.database),
          version: versionText,
          since: moment(startedAt),
        })}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
        {figures.map((figure) => (
          <FigureCard key={figure.name} figure={figure} points={points} />
        ))}
      </SimpleGrid>
    </section>
  );
}

function FigureCard({ figure, points }: { figure: Figure; points: readonly Point[] }): ReactElement {
  const { t } = useTranslation();
  const { name, now, value, tell, most } = figure;
  const end = points.at(-1)?.at ?? 0;
  return (
    <Card padding="md" style={{ justifyContent: 'space-between' }}>
      <Box>
        <Title order={2} size="h3">
          {t(`monitor.figure.${name}.title`)}
        </Title>
        <Text size="xl" fw={650} className="tabular">
          {now}
        </Text>
        <Text size="xs" c="dimmed" mb={4}>
          {t(`monitor.figure.${name}.hint`)}
        </Text>
      </Box>
      <Suspense fallback={<div style={{ height: 84 }} />}>
        <LiveChart
          label={t('monitor.chart', { what: t(`monitor.figure.${name}.title`), now })}
          points={points.map((point) => ({ second: (point.at - end) / 1000, value: value(point) }))}
          lookBack={lookBack / 1000}
          tell={tell}
          most={most}
        />
      </Suspense>
    </Card>
  );
}
