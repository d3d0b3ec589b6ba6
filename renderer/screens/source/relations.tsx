import { Box as Area, Card, Stack, Table, Text, Title, useDirection } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceTable } from '../../../shared/source.ts';
import { type Arrow, type Box, boxHeight, boxWidth, layOut } from './lay-out.ts';

const margin = 16;
const leastScale = 0.6;

/** Which table refers to which: as a picture, and as a list for whoever reads rather than looks. */
export function Relations({ tables }: { tables: readonly SourceTable[] }): ReactElement {
  const { t } = useTranslation();
  const { boxes, arrows, width, height } = useMemo(() => layOut(tables), [tables]);
  const { dir } = useDirection();
  const places = new Map(boxes.map((box) => [box.table.name, box]));
  const across = (x: number, extent: number) => (dir === 'rtl' ? width - x - extent : x);
  return (
    <Stack>
      <Card padding="xs">
        <Area
          style={{ overflow: 'auto', maxHeight: 520 }}
          tabIndex={0}
          role="group"
          aria-label={t('source.picture')}
        >
          <svg
            viewBox={`${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`}
            role="img"
            aria-label={t('source.pictureText', { count: arrows.length })}
            style={{
              display: 'block',
              width: '100%',
              // A long chain of tables is scrolled along, not shrunk until nothing can be read.
              minWidth: Math.max(Math.min(width, 620), width * leastScale),
              maxWidth: width + 2 * margin,
              marginInline: 'auto',
              direction: 'ltr',
            }}
          >
            <defs>
              <marker
                id="head"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                orient="auto"
              >
                <path d="M0 0 8 4 0 8z" fill="var(--mantine-color-dimmed)" />
              </marker>
            </defs>
            {arrows.map((arrow) => (
              <ArrowLine
                key={`${arrow.from} ${arrow.columns.join()}`}
                arrow={arrow}
                places={places}
                across={across}
              />
            ))}
            {boxes.map((box) => (
              <TableBox key={box.table.name} box={box} x={across(box.x, boxWidth)} />
            ))}
          </svg>
        </Area>
      </Card>
      {arrows.length === 0 ? (
        <Text c="dimmed">{t('source.noRelations')}</Text>
      ) : (
        <ArrowList arrows={arrows} />
      )}
    </Stack>
  );
}

function TableBox({ box: { table, y }, x }: { box: Box; x: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect
        width={boxWidth}
        height={boxHeight}
        rx="10"
        fill="var(--rollcall-note-soft)"
        stroke="var(--mantine-color-default-border)"
      />
      <text
        x={boxWidth / 2}
        y="23"
        textAnchor="middle"
        fontWeight="600"
        fontSize="14"
        fill="var(--mantine-color-text)"
      >
        {table.name.length > 20 ? `${table.name.slice(0, 19)}…` : table.name}
      </text>
      <text x={boxWidth / 2} y="42" textAnchor="middle" fontSize="12" fill="var(--mantine-color-dimmed)">
        {t('words.rows', { count: table.rows })}
      </text>
    </g>
  );
}

interface ArrowLineProps {
  readonly arrow: Arrow;
  readonly places: ReadonlyMap<string, Box>;
  readonly across: (x: number, extent: number) => number;
}

function ArrowLine({ arrow: { from, to }, places, across }: ArrowLineProps): ReactElement | null {
  const child = places.get(from);
  const parent = places.get(to);
  if (child === undefined || parent === undefined) return null;
  const [startY, endY] = [child.y + boxHeight / 2, parent.y + boxHeight / 2];
  if (child.x === parent.x) {
    const side = across(child.x + boxWidth, 0);
    const out = across(child.x + boxWidth + 44, 0);
    return (
      <Curve d={`M${side} ${startY - 8}C${out} ${startY - 8} ${out} ${endY + 10} ${side} ${endY + 10}`} />
    );
  }
  const start = across(child.x, 0);
  const end = across(parent.x + boxWidth, 0);
  const middle = (start + end) / 2;
  return <Curve d={`M${start} ${startY}C${middle} ${startY} ${middle} ${endY} ${end} ${endY}`} />;
}

function Curve({ d }: { d: string }): ReactElement {
  return (
    <path d={d} fill="none" stroke="var(--mantine-color-dimmed)" strokeWidth="1.5" markerEnd="url(#head)" />
  );
}

function ArrowList({ arrows }: { arrows: readonly Arrow[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <div>
      <Title order={2} size="h3" mb="xs">
        {t('source.relationList')}
      </Title>
      <Table.ScrollContainer minWidth={320}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('words.table')}</Table.Th>
              <Table.Th>{t('words.column')}</Table.Th>
              <Table.Th>{t('source.refersTo')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {arrows.map(({ from, to, columns }) => (
              <Table.Tr key={`${from} ${columns.join()}`}>
                <Table.Td>
                  <bdi>{from}</bdi>
                </Table.Td>
                <Table.Td>
                  <bdi>{columns.join(', ')}</bdi>
                </Table.Td>
                <Table.Td>
                  <bdi>{to}</bdi>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
