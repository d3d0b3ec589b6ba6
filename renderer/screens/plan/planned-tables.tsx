import { Accordion, Box, Group, Loader, NativeSelect, Stack, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../shared/finding.ts';
import type { Plan, PlanEdit, PlannedColumn, PlannedTable, TargetType } from '../../../shared/plan.ts';
import { domId } from '../../components/dom-id.ts';
import { isolated, useFindingWords } from '../../components/error-words.ts';
import { Mark, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { choiceFor, isQuestion } from '../../stores/choices.ts';
import { useConsole } from '../../stores/console.ts';
import { setType } from '../../stores/edit-plan.ts';
import { typesToChoose, typeText } from './target-types.ts';

interface PlannedTablesProps {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  /** Whose effect is being looked at. */
  readonly edit: PlanEdit | undefined;
}

/** Each table with what becomes of its columns. */
export function PlannedTables({ plan, findings, edit }: PlannedTablesProps): ReactElement {
  const { t } = useTranslation();
  const { count } = useNumbers();
  return (
    <Accordion
      multiple
      variant="separated"
      radius="lg"
      defaultValue={plan.tables.slice(0, 1).map(({ name }) => domId(name))}
    >
      {plan.tables.map((table) => (
        <Accordion.Item key={table.name} value={domId(table.name)}>
          <Accordion.Control>
            <Group justify="space-between" pe="sm">
              <Text fw={600}>
                <bdi>{table.name}</bdi>
              </Text>
              <Text size="sm" c="dimmed">
                {t('plan.tableFacts', { count: table.columns.length, rows: count(table.rows) })}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Columns
              table={table}
              findings={findings.filter((finding) => isAbout(finding, table.name))}
              pending={pendingTypes(table.name, edit)}
            />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

/** Whether a finding is about a table, or about a reference to it. */
function isAbout({ table, facts }: Finding, name: string): boolean {
  return table === name || (facts?.['parent'] === name && facts['parentColumn'] !== undefined);
}

/** Whether a finding is about a column, or about a reference to it. */
function isOf({ table, column, facts }: Finding, ofTable: string, name: string): boolean {
  if (table === ofTable && column === name) return true;
  return facts?.['parent'] === ofTable && facts['parentColumn'] === name;
}

function pendingTypes(table: string, edit: PlanEdit | undefined): ReadonlyMap<string, string> {
  const columns = edit?.plan.tables.find(({ name }) => name === table)?.columns ?? [];
  const changed = edit?.changed.filter((place) => place.table === table) ?? [];
  return new Map(
    columns
      .filter(({ name }) => changed.some(({ column }) => column === name))
      .map(({ name, type }) => [name, typeText(type)]),
  );
}

interface ColumnsProps {
  readonly table: PlannedTable;
  readonly findings: readonly Finding[];
  /** By column, the types whose effect is being looked at. */
  readonly pending: ReadonlyMap<string, string>;
}

function Columns({ table, findings, pending }: ColumnsProps): ReactElement {
  const { t } = useTranslation();
  // Of several columns together, or of the table.
  const others = findings.filter(
    (finding) =>
      finding.table === table.name && !table.columns.some(({ name }) => isOf(finding, table.name, name)),
  );
  return (
    <>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={6} aria-label={t('plan.columnsOf', { table: table.name })}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('words.column')}</Table.Th>
              <Table.Th>{t('plan.oldType')}</Table.Th>
              <Table.Th>{t('plan.newType')}</Table.Th>
              <Table.Th>{t('plan.effect')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.columns.map((column) => (
              <Column
                key={column.name}
                table={table}
                column={column}
                findings={findings.filter((finding) => isOf(finding, table.name, column.name))}
                pending={pending.get(column.name)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {others.length > 0 ? (
        <Box mt="sm" role="status">
          <Findings findings={others} />
        </Box>
      ) : null}
    </>
  );
}

interface ColumnProps {
  readonly table: PlannedTable;
  readonly column: PlannedColumn;
  readonly findings: readonly Finding[];
  /** Type whose effect is being looked at. */
  readonly pending: string | undefined;
}

function Column({ table, column, findings, pending }: ColumnProps): ReactElement {
  const { t } = useTranslation();
  const typeWords = useTypeWords();
  const types = typesToChoose(column.type, column.declaredType);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} miw={140}>
        <Text inherit maw="16rem" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{column.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed">
          {[
            table.primaryKey?.columns.includes(column.name) ? t('plan.key') : undefined,
            column.notNull ? t('plan.required') : undefined,
          ]
            .filter((word) => word !== undefined)
            .join(' · ')}
        </Text>
      </Table.Th>
      <Table.Td>
        <span className="verbatim" style={{ whiteSpace: 'nowrap' }}>
          {column.declaredType === '' ? t('plan.noType') : column.declaredType}
        </span>
      </Table.Td>
      <Table.Td>
        <NativeSelect
          size="xs"
          w={215}
          aria-label={t('plan.typeOf', { column: column.name })}
          value={pending ?? typeText(column.type)}
          disabled={column.generated !== undefined}
          data={types.map((type) => ({ value: typeText(type), label: typeWords(type) }))}
          onChange={({ currentTarget }) => {
            const type = types.find((known) => typeText(known) === currentTarget.value);
            if (type !== undefined) void setType(table.name, column.name, type);
          }}
        />
      </Table.Td>
      <Table.Td>
        <div role="status">
          {pending === undefined ? (
            <Effects findings={findings} />
          ) : (
            <Loader size="xs" aria-label={t('plan.trying')} />
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  );
}

/** A type in plain words, with PostgreSQL's own name for it. */
function useTypeWords(): (type: TargetType) => string {
  const { t } = useTranslation();
  return (type) => {
    const [words, own] = [t(`plan.type.${type.name}`), typeText(type)];
    return words === own ? own : t('plan.typeWords', { words, type: isolated(own) });
  };
}

/** What the type does to the values of the column. */
function Effects({ findings }: FindingsProps): ReactElement {
  const { t } = useTranslation();
  if (findings.length > 0) return <Findings findings={findings} />;
  return (
    <Group gap={6} wrap="nowrap">
      <Mark tone="good" size={16} />
      <Text size="sm" c="dimmed">
        {t('plan.fits')}
      </Text>
    </Group>
  );
}

interface FindingsProps {
  readonly findings: readonly Finding[];
}

function Findings({ findings }: FindingsProps): ReactElement {
  const { t } = useTranslation();
  const words = useFindingWords();
  const choices = useConsole(({ console }) => console?.line.choices);
  const choice = (finding: Finding) => choiceFor(finding, choices ?? {}) ?? 'stop';
  // What has an answer is no obstacle any more.
  const toneOf = (finding: Finding): Tone => {
    if (finding.severity === 'note') return 'note';
    return finding.severity === 'blocker' && choice(finding) === 'stop' ? 'bad' : 'care';
  };
  return (
    <Stack gap={4}>
      {findings.map((finding) => (
        <Group key={words(finding)} gap={6} wrap="nowrap" align="flex-start">
          <Mark tone={toneOf(finding)} size={16} />
          <Text size="sm">
            {words(finding)}
            {isQuestion(finding)
              ? ` ${t('plan.chosen', { choice: t(`resolution.${choice(finding)}.label`) })}`
              : ''}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
