import { Card, Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Expectation } from '../../../shared/load-test.ts';
import { Marked, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

const tones: Readonly<Record<Expectation['verdict'], Tone>> = {
  met: 'good',
  exceeded: 'good',
  'fallen short': 'care',
  'not measured': 'plain',
};

interface ExpectationsProps {
  readonly expectations: readonly Expectation[];
  readonly nameOf: (scenario: string) => string;
}

/** What the old document promised beside what was measured here. */
export function Expectations({ expectations, nameOf }: ExpectationsProps): ReactElement | null {
  const { t } = useTranslation();
  const { milliseconds, rough, range } = useNumbers();
  if (expectations.length === 0) return null;
  return (
    <Card component="section" aria-label={t('loads.expected.title')}>
      <Title order={2} size="h3">
        {t('loads.expected.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm" maw="44rem">
        {t('loads.expected.lead')}
      </Text>
      <Table.ScrollContainer minWidth={620}>
        <Table aria-label={t('loads.expected.title')} verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('loads.scenarioHead')}</Table.Th>
              <Table.Th ta="end">{t('loads.expected.sqlite')}</Table.Th>
              <Table.Th ta="end">{t('loads.expected.postgres')}</Table.Th>
              <Table.Th ta="end">{t('loads.expected.times')}</Table.Th>
              <Table.Th ta="end">{t('loads.expected.measured')}</Table.Th>
              <Table.Th>{t('loads.expected.verdict')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {expectations.map(
              ({ scenario, users, sqlite, postgres, times, measured, measuredMs, verdict }) => (
                <Table.Tr key={scenario}>
                  <Table.Th scope="row" fw={500}>
                    {nameOf(scenario)}
                    {users === undefined ? null : (
                      <Text size="xs" c="dimmed">
                        {t('loads.usersAtOnce', { count: users })}
                      </Text>
                    )}
                  </Table.Th>
                  <Table.Td ta="end" className="tabular">
                    {sqlite ? range(sqlite.from, sqlite.to, milliseconds) : t('loads.expected.locks')}
                  </Table.Td>
                  <Table.Td ta="end" className="tabular">
                    {range(postgres.from, postgres.to, milliseconds)}
                  </Table.Td>
                  <Table.Td ta="end" className="tabular">
                    {times
                      ? t('loads.times', { times: range(times.from, times.to, rough) })
                      : t('loads.nothing')}
                  </Table.Td>
                  <Table.Td ta="end" className="tabular" fw={650}>
                    {measured === undefined
                      ? t('loads.nothing')
                      : t('loads.times', { times: rough(measured) })}
                    {measuredMs === undefined ? null : (
                      <Text size="xs" c="dimmed">
                        {t('loads.expected.fromTo', {
                          sqlite: milliseconds(measuredMs.sqlite),
                          postgres: milliseconds(measuredMs.postgres),
                        })}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Marked tone={tones[verdict]}>{t(`loads.verdict.${verdict}`)}</Marked>
                  </Table.Td>
                </Table.Tr>
              ),
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
