import { Accordion, Badge, Code, Group, Radio, Stack, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, Resolution } from '../../../shared/finding.ts';
import { domId } from '../../components/dom-id.ts';
import { isolated, useFindingWords } from '../../components/error-words.ts';
import { HelpLink } from '../../components/failure.tsx';
import { toneColors } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { choose, isQuestion, keyOf } from '../../stores/choices.ts';
import { useConsole } from '../../stores/console.ts';
import { goesAlong, rowsAlong } from './goes-along.ts';

interface FindingCardProps {
  readonly finding: Finding;
  readonly choice: Resolution | undefined;
}

/** One thing that was found: what it means and what is to be done; opened, samples and the choices. */
export function FindingCard({ finding, choice }: FindingCardProps): ReactElement {
  const { t } = useTranslation();
  const sentence = useFindingWords()(finding);
  const asks = isQuestion(finding);
  return (
    <Accordion.Item value={domId(keyOf(finding))}>
      <Accordion.Control>
        <Group justify="space-between" gap="md" pe="sm">
          <Stack gap={4} flex="1 1 20rem">
            <Place finding={finding} />
            <Text fw={asks ? 550 : 400}>{sentence}</Text>
          </Stack>
          {asks && choice !== undefined ? (
            <Badge
              variant="light"
              size="lg"
              tt="none"
              radius="sm"
              style={toneColors(choice === 'stop' ? 'bad' : 'note')}
            >
              {t(`resolution.${choice}.label`)}
            </Badge>
          ) : null}
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="md" align="flex-start">
          <Samples finding={finding} />
          {asks ? <Choices finding={finding} choice={choice} /> : null}
          {finding.samples.length === 0 && !asks && finding.sql === undefined ? (
            <Text size="sm" c="dimmed">
              {t('check.noMore')}
            </Text>
          ) : null}
          <HelpLink code={finding.code} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Choices({ finding, choice }: FindingCardProps): ReactElement {
  const { t } = useTranslation();
  const along = useAlongWords(finding);
  const textOf = (resolution: Resolution) => {
    const text = t(`resolution.${resolution}.text`);
    return resolution === 'quarantine' && along !== undefined ? `${text} ${along}` : text;
  };
  return (
    <Radio.Group
      label={t('check.whatToDo')}
      value={choice ?? null}
      onChange={(value) => {
        const resolution = finding.resolutions.find((known) => known === value);
        if (resolution !== undefined) void choose({ [keyOf(finding)]: resolution });
      }}
    >
      <Stack gap="xs" mt="xs">
        {finding.resolutions.map((resolution) => (
          <Radio
            key={resolution}
            value={resolution}
            label={
              resolution === finding.recommended
                ? t('check.isRecommended', { label: t(`resolution.${resolution}.label`) })
                : t(`resolution.${resolution}.label`)
            }
            description={textOf(resolution)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** What goes aside with the rows of a finding: how many of which tables, or which tables where that isn't known. */
function useAlongWords({ table, along }: Finding): string | undefined {
  const { t } = useTranslation();
  const { list } = useNumbers();
  const before = useConsole(({ console }) => console?.line.examined?.plan.tables);
  const now = useConsole(({ console }) => console?.line.plan?.tables);
  if (table === undefined || before === undefined || now === undefined) return undefined;
  if (along === undefined) {
    const tables = goesAlong(table, now);
    return tables.length === 0 ? undefined : t('check.goesAlong', { tables: list(tables.map(isolated)) });
  }
  const { rows, atMost } = rowsAlong(table, along, before, now);
  if (rows.length === 0) return undefined;
  const counted = rows.map((one) =>
    t('check.rowsOf', { rows: t('words.rows', { count: one.rows }), table: isolated(one.table) }),
  );
  return t(atMost ? 'check.goesAlongAtMost' : 'check.goesAlongCounted', { rows: list(counted) });
}

function Place({ finding: { table, column, count } }: { finding: Finding }): ReactElement {
  const { t } = useTranslation();
  return (
    <Group gap="xs" component="span">
      {table === undefined ? null : (
        <Code className="verbatim">{column === undefined ? table : `${table}.${column}`}</Code>
      )}
      {count > 1 ? (
        <Text size="sm" c="dimmed" component="span">
          {t('check.times', { count })}
        </Text>
      ) : null}
    </Group>
  );
}

function Samples({ finding: { samples, count, sql } }: { finding: Finding }): ReactElement | null {
  const { t } = useTranslation();
  if (samples.length === 0 && sql === undefined) return null;
  return (
    <Stack gap="xs" w="100%">
      {samples.length === 0 ? null : (
        <Table.ScrollContainer minWidth={280}>
          <Table
            withTableBorder
            withColumnBorders
            verticalSpacing={4}
            fz="sm"
            aria-label={t('check.samples')}
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th w="40%">{t('check.sampleKey')}</Table.Th>
                <Table.Th>{t('check.sampleValue')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {samples.map(({ key, value }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a key may be there twice, and samples don't move
                <Table.Tr key={index}>
                  <Table.Td>
                    <span className="verbatim">{key}</span>
                  </Table.Td>
                  <Table.Td>
                    <span className="verbatim">{value === '' ? t('check.emptyText') : value}</span>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
            {count > samples.length ? (
              <Table.Caption>{t('check.more', { count: count - samples.length })}</Table.Caption>
            ) : null}
          </Table>
        </Table.ScrollContainer>
      )}
      {sql === undefined ? null : (
        <Code block dir="ltr" tabIndex={0}>
          {sql}
        </Code>
      )}
    </Stack>
  );
}
