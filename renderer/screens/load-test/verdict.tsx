import { Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../shared/load-measurement.ts';
import { vouchedTimes } from '../../../shared/vouched-times.ts';
import { Marked, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

const tones: Readonly<Record<Comparison['verdict']['kind'], Tone>> = {
  faster: 'good',
  slower: 'bad',
  'no difference': 'plain',
  'not comparable': 'care',
};

/** What became of a median, and within which bounds that can be vouched for. */
export function Verdict({ verdict }: { verdict: Comparison['verdict'] | undefined }): ReactElement {
  const { t } = useTranslation();
  const { rough, range } = useNumbers();
  if (verdict === undefined) return <>{t('loads.nothing')}</>;
  if (verdict.kind === 'no difference') {
    return <Marked tone={tones[verdict.kind]}>{t('loads.compared.no difference')}</Marked>;
  }
  if (verdict.kind === 'not comparable') {
    return <Marked tone={tones[verdict.kind]}>{t(`loads.compared.not comparable.${verdict.why}`)}</Marked>;
  }
  const said = vouchedTimes(verdict);
  const times = said.atLeast ? t('loads.timesAtLeast', { times: rough(said.times) }) : rough(said.times);
  return (
    <Stack gap={0}>
      <Marked tone={tones[verdict.kind]}>{t(`loads.compared.${verdict.kind}`, { times })}</Marked>
      <Text size="xs" c="dimmed" ps={24}>
        {verdict.high === undefined
          ? t('loads.compared.atLeast', { times: rough(verdict.low) })
          : t('loads.compared.bounds', { range: range(verdict.low, verdict.high, rough) })}
      </Text>
    </Stack>
  );
}

/** Above one where it became faster, below where it became slower. */
export function timesOf(verdict: Comparison['verdict'] | undefined): number {
  if (verdict?.kind === 'faster') return verdict.times;
  return verdict?.kind === 'slower' ? 1 / verdict.times : 1;
}
