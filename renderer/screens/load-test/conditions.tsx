import { Accordion, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadReport } from '../../../shared/load-test.ts';
import { isolated } from '../../components/error-words.ts';
import { useNumbers } from '../../components/numbers.ts';
import { useConditionLines } from './condition-lines.ts';

/** What a chart has to say of where its numbers are from, a few words each. */
export function useBriefConditions({ startedAt, conditions }: LoadReport): readonly string[] {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const { machine, versions, tables } = conditions;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    moment(startedAt),
    t('source.rows', { count: rows }),
    `PostgreSQL ${versions.postgres}`,
    `SQLite ${versions.sqlite}`,
    machine.processor,
    t('loads.conditions.cores', { count: machine.cores }),
  ].map(isolated);
}

/** Everything that somebody needs to judge the numbers, or to repeat them. */
export function Conditions({ report }: { report: LoadReport }): ReactElement {
  const { t } = useTranslation();
  const lines = useConditionLines()(report);
  const { settings } = report.conditions;
  return (
    <Accordion variant="separated" radius="lg">
      <Accordion.Item value="conditions">
        <Accordion.Control>
          <Text fw={600}>{t('loads.conditions.title')}</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} m={0} spacing="md">
              {lines.map(({ of, label, value }) => (
                <div key={of}>
                  <Text component="dt" size="sm" c="dimmed">
                    {label}
                  </Text>
                  <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {value}
                  </Text>
                </div>
              ))}
            </SimpleGrid>
            <Text size="sm" c="dimmed">
              {t('loads.conditions.settings')}{' '}
              <span className="verbatim">
                {Object.entries(settings)
                  .map(([name, value]) => `${name}=${value}`)
                  .join('  ')}
              </span>
            </Text>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
