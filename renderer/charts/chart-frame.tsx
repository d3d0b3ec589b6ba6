import {
  Box,
  Card,
  Group,
  Menu,
  SegmentedControl,
  Stack,
  Table,
  Text,
  Title,
  UnstyledButton,
  useDirection,
} from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Engine } from '../../shared/load-measurement.ts';
import { saveFile } from '../api/save-file.ts';
import { EngineKey } from './engine-key.tsx';
import { pngPicture, svgPicture } from './picture.ts';

/** What a chart shows, for whoever reads numbers: the first column names the row. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
  /** How a number is shown; the file has it as it is. */
  readonly shown: (value: number, column: number) => string;
}

interface ChartFrameProps {
  readonly title: string;
  readonly lead?: string;
  /** Of its files, without an ending. */
  readonly name: string;
  readonly engines: readonly Engine[];
  readonly table: ChartTable;
  readonly children: ReactNode;
  /** Under which it was measured, in a few words each. */
  readonly conditions: readonly string[];
  /** Chosen beside the heading, such as the scenario that is shown. */
  readonly choice?: ReactNode;
}

/** A chart with its key, the table behind it, and ways to take it along. */
export function ChartFrame(props: ChartFrameProps): ReactElement {
  const { title, lead, name, engines, table, children, conditions, choice } = props;
  const { t } = useTranslation();
  const { dir } = useDirection();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const drawn = useRef<HTMLDivElement>(null);

  const takePicture = async (as: 'png' | 'svg') => {
    const chart = drawn.current?.querySelector('svg');
    if (!chart) return;
    const labels = engines.map((engine) => ({ engine, label: t(`loads.engine.${engine}`) }));
    const svg = svgPicture(chart, { title, engines: labels, direction: dir, conditions });
    await saveFile(
      `${name}.${as}`,
      as === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await pngPicture(svg),
    );
  };
  return (
    <Card component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box flex="1 1 16rem" miw={0}>
            <Title order={2} size="h3">
              {title}
            </Title>
            {lead === undefined ? null : (
              <Text size="sm" c="dimmed" maw="44rem">
                {lead}
              </Text>
            )}
          </Box>
          <Group gap="xs" wrap="nowrap">
            <SegmentedControl
              size="xs"
              aria-label={t('loads.view.label', { title })}
              value={view}
              onChange={(value) => setView(value === 'table' ? 'table' : 'chart')}
              data={[
                { value: 'chart', label: t('loads.view.chart') },
                { value: 'table', label: t('loads.view.table') },
              ]}
            />
            <Menu position="bottom-end" withinPortal={false}>
              <Menu.Target>
                <UnstyledButton className="icon-button" aria-label={t('loads.take', { title })}>
                  <IconDownload size={18} aria-hidden="true" />
                </UnstyledButton>
              </Menu.Target>
              <Menu.Dropdown>
                {view === 'chart' ? (
                  <>
                    <Menu.Item onClick={() => void takePicture('png')}>{t('loads.as.png')}</Menu.Item>
                    <Menu.Item onClick={() => void takePicture('svg')}>{t('loads.as.svg')}</Menu.Item>
                  </>
                ) : null}
                <Menu.Item onClick={() => void saveFile(`${name}.csv`, csvOf(table))}>
                  {t('loads.as.csv')}
                </Menu.Item>
                <Menu.Item onClick={() => void saveFile(`${name}.json`, jsonOf(table))}>
                  {t('loads.as.json')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        </Group>
        {choice}
        <EngineKey engines={engines} />
        {view === 'chart' ? (
          <div ref={drawn} className="chart">
            {children}
          </div>
        ) : (
          <NumberTable caption={title} table={table} />
        )}
        <Text size="xs" c="dimmed">
          {conditions.join(' · ')}
        </Text>
      </Stack>
    </Card>
  );
}

function NumberTable({ caption, table }: { caption: string; table: ChartTable }): ReactElement {
  const { t } = useTranslation();
  const { columns, rows, shown } = table;
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table aria-label={caption} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column, index) => (
              <Table.Th key={column} ta={index === 0 ? 'start' : 'end'}>
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={String(row[0])}>
              {columns.map((column, index) => {
                const value = row[index];
                const text = typeof value === 'number' ? shown(value, index) : (value ?? t('loads.nothing'));
                return index === 0 ? (
                  <Table.Th key={column} scope="row" fw={500}>
                    {text}
                  </Table.Th>
                ) : (
                  <Table.Td key={column} ta="end" className="tabular">
                    {text}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** An object a row, by the names of the columns; null where nothing was measured. */
function jsonOf({ columns, rows }: ChartTable): Blob {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])),
  );
  return new Blob([`${JSON.stringify(objects, null, 2)}\n`], { type: 'application/json' });
}

/** RFC 4180, in UTF-8 with a mark, without which a spreadsheet guesses another encoding. */
function csvOf({ columns, rows }: ChartTable): Blob {
  const field = (value: string | number | undefined) => {
    const text = String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows].map((row) => row.map(field).join(','));
  return new Blob([`\u{feff}${lines.join('\r\n')}\r\n`], { type: 'text/csv' });
}
