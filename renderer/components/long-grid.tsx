import { Box, Group, Pagination, Text, useDirection } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumbers } from './numbers.ts';
import { WholeNumberInput } from './whole-number-input.tsx';

export interface GridColumn {
  readonly name: string;
  readonly hint?: string;
  readonly width?: number;
}

interface LongGridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly rowCount: number;
  /** Undefined while the row isn't known yet. */
  readonly cell: (row: number, column: number) => ReactNode | undefined;
  /** Rows that are in sight, so that they can be asked for. */
  readonly onSight: (from: number, to: number) => void;
  readonly height?: number;
  /** Shows a row whole, where its cells cut it off. */
  readonly open?: { readonly label: (row: number) => string; readonly row: (row: number) => void };
}

const rowHeight = 32;
const usualWidth = 168;
const numberWidth = 84;
/** Browsers draw nothing beyond some 17 million pixels; a longer table is leafed through in parts. */
const mostRows = 500_000;

/** Whoever marks text to copy it ends with a click. */
function isMarking(): boolean {
  return getSelection()?.isCollapsed === false;
}

/** A table of any length: only what is in sight is in the page. */
export function LongGrid({
  label,
  columns,
  rowCount,
  cell,
  onSight,
  height = 400,
  open,
}: LongGridProps): ReactElement {
  const { t } = useTranslation();
  const { count } = useNumbers();
  const { dir } = useDirection();
  const scroller = useRef<HTMLDivElement>(null);
  const [part, setPart] = useState(0);
  const [wanted, setWanted] = useState<number>();
  const [typed, setTyped] = useState<number>();
  const parts = Math.max(1, Math.ceil(rowCount / mostRows));
  const first = part * mostRows;
  const rows = useVirtualizer({
    count: Math.min(mostRows, rowCount - first),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const across = useVirtualizer({
    horizontal: true,
    isRtl: dir === 'rtl',
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columns[index]?.width ?? usualWidth,
    overscan: 3,
  });
  const shown = rows.getVirtualItems();
  const from = first + (shown[0]?.index ?? 0);
  const to = first + (shown.at(-1)?.index ?? 0) + 1;
  useEffect(() => onSight(from, to), [onSight, from, to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes once, when the part with the row is there
  useEffect(() => {
    if (wanted === undefined) return;
    rows.scrollToIndex(wanted - part * mostRows, { align: 'start' });
    setWanted(undefined);
  }, [wanted, part]);
  const goTo = (row: number) => {
    setPart(Math.floor(row / mostRows));
    setWanted(row);
  };
  const seen = across.getVirtualItems();
  const before = seen[0]?.start ?? 0;
  const after = across.getTotalSize() - (seen.at(-1)?.end ?? 0);
  const above = shown[0]?.start ?? 0;
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const gap = (height: number) =>
    height > 0 ? (
      <tr>
        <td aria-hidden="true" className="grid-gap" colSpan={seen.length + 3} style={{ height }} />
      </tr>
    ) : null;
  return (
    <Box>
      <Box
        ref={scroller}
        className="grid"
        role="group"
        aria-label={label}
        tabIndex={0}
        style={{ height: Math.min(height, (rowCount + 1) * rowHeight + 18) }}
      >
        <table
          aria-label={label}
          aria-rowcount={rowCount + 1}
          aria-colcount={columns.length + 1}
          style={{ width: numberWidth + across.getTotalSize(), minWidth: '100%' }}
        >
          <colgroup>
            <col style={{ width: numberWidth }} />
            <col style={{ width: before }} />
            {seen.map(({ index, size }) => (
              <col key={index} style={{ width: size }} />
            ))}
            <col style={{ width: after }} />
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" aria-colindex={1}>
                {t('grid.row')}
              </th>
              <td className="grid-gap" aria-hidden="true" />
              {seen.map(({ index }) => (
                <th key={index} scope="col" aria-colindex={index + 2} title={columns[index]?.hint}>
                  <bdi>{columns[index]?.name}</bdi>
                </th>
              ))}
              <td className="grid-gap" aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {gap(above)}
            {shown.map((row) => (
              <tr
                key={row.key}
                aria-rowindex={first + row.index + 2}
                {...(open && {
                  className: 'grid-openable',
                  onClick: () => isMarking() || open.row(first + row.index),
                })}
              >
                <th scope="row" aria-colindex={1}>
                  {open === undefined ? (
                    count(first + row.index + 1)
                  ) : (
                    <button
                      type="button"
                      className="grid-open"
                      aria-label={open.label(first + row.index + 1)}
                    >
                      {count(first + row.index + 1)}
                    </button>
                  )}
                </th>
                <td className="grid-gap" aria-hidden="true" />
                {seen.map(({ index }) => (
                  <td key={index} aria-colindex={index + 2}>
                    {cell(first + row.index, index) ?? <span className="grid-pending" />}
                  </td>
                ))}
                <td className="grid-gap" aria-hidden="true" />
              </tr>
            ))}
            {gap(below)}
          </tbody>
        </table>
      </Box>
      {rowCount > 500 ? (
        <Group justify="space-between" mt="xs" gap="sm">
          <Text size="sm" c="dimmed">
            {t('grid.rows', { count: rowCount })}
          </Text>
          {parts > 1 ? (
            <Pagination
              size="sm"
              total={parts}
              value={part + 1}
              onChange={(page) => goTo((page - 1) * mostRows)}
              aria-label={t('grid.parts')}
              getControlProps={(control) => ({ 'aria-label': t(`grid.${control}`) })}
              getItemProps={(page) => ({
                'aria-label': t('grid.part', {
                  from: (page - 1) * mostRows + 1,
                  to: Math.min(rowCount, page * mostRows),
                }),
              })}
            />
          ) : null}
          <WholeNumberInput
            size="xs"
            w={180}
            max={rowCount}
            placeholder={t('grid.goTo')}
            aria-label={t('grid.goTo')}
            onNumber={setTyped}
            onKeyDown={({ key }) => {
              if (key === 'Enter' && typed !== undefined) goTo(typed - 1);
            }}
          />
        </Group>
      ) : null}
    </Box>
  );
}
