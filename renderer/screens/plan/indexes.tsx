import { Card, Code, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedIndex, Plan } from '../../../shared/plan.ts';
import { useFacts } from '../../components/error-words.ts';
import { Marked } from '../../components/mark.tsx';

/** The four indexes of the school application with their reason, then all that come from the file. */
export function Indexes({ plan }: { plan: Plan }): ReactElement {
  const { t } = useTranslation();
  const carried = plan.tables.flatMap(({ name, indexes }) =>
    indexes.filter(({ origin }) => origin === 'source').map((index) => ({ table: name, ...index })),
  );
  return (
    <Stack>
      <Text>{t('plan.indexes.text')}</Text>
      {plan.namedIndexes.map((index) => (
        <Named key={index.name} index={index} />
      ))}
      {carried.length === 0 ? null : (
        <>
          <Title order={2} size="h3" mt="sm">
            {t('plan.indexes.carried')}
          </Title>
          <Table.ScrollContainer minWidth={400}>
            <Table verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('plan.indexes.name')}</Table.Th>
                  <Table.Th>{t('words.table')}</Table.Th>
                  <Table.Th>{t('plan.indexes.columns')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {carried.map(({ name, table, parts }) => (
                  <Table.Tr key={name}>
                    <Table.Td className="verbatim">{name}</Table.Td>
                    <Table.Td>
                      <bdi>{table}</bdi>
                    </Table.Td>
                    <Table.Td className="verbatim">{parts.join(', ')}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
    </Stack>
  );
}

const serving: ReadonlySet<NamedIndex['outcome']['kind']> = new Set([
  'created',
  'in source',
  'borne by constraint',
  'covered',
  'on target',
]);

function Named({ index: { name, table, columns, outcome } }: { index: NamedIndex }): ReactElement {
  const { t } = useTranslation();
  const { kind, ...facts } = outcome;
  const told = useFacts();
  return (
    <Card padding="md">
      <Stack gap={6} align="flex-start">
        <Code className="verbatim">{`${name}  ${table}(${columns.join(', ')})`}</Code>
        <Text>{t(`plan.indexes.why.${name}`, { defaultValue: '' })}</Text>
        <Marked tone={serving.has(kind) ? 'good' : 'note'}>
          {t(`plan.indexes.outcome.${kind}`, told(facts))}
        </Marked>
      </Stack>
    </Card>
  );
}
