import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactElement, type ReactNode, useMemo } from 'react';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export interface SortedColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** By which rows are sorted; a column without it, of buttons for one, sorts nothing. */
  readonly value?: (row: Row) => string | number;
  readonly cell: (row: Row) => ReactNode;
  readonly numeric?: boolean;
}

interface SortedTableProps<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly SortedColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  /** Below this it scrolls sideways, in pixels. */
  readonly minWidth?: number;
}

/** A table whose headings sort it. The first column names the row. */
export function SortedTable<Row extends object>(props: SortedTableProps<Row>): ReactElement {
  const { caption, columns: wanted, keyOf, minWidth = 380 } = props;
  const data = useMemo(() => [...props.rows], [props.rows]);
  const columns = useMemo(
    () =>
      wanted.map(
        ({ id, header, value }): ColumnDef<typeof features, Row> => ({
          id,
          header,
          ...(value === undefined ? {} : { accessorFn: value, sortDescFirst: false }),
        }),
      ),
    [wanted],
  );
  const table = useTable({ features, columns, data, enableMultiSort: false });
  const sorting = table.state.sorting[0];
  return (
    <Table.ScrollContainer minWidth={minWidth}>
      <Table aria-label={caption} verticalSpacing={8} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {wanted.map(({ id, header, numeric, value }) => {
              const look = {
                ta: numeric ? 'end' : 'start',
                style: numeric ? { whiteSpace: 'nowrap' } : undefined,
              } as const;
              if (value === undefined) {
                return (
                  <Table.Th key={id} fz="sm" fw={600} {...look}>
                    {header}
                  </Table.Th>
                );
              }
              const sorted = sorting?.id === id ? (sorting.desc ? 'descending' : 'ascending') : 'none';
              return (
                <Table.Th key={id} aria-sort={sorted} {...look}>
                  <UnstyledButton fz="sm" fw={600} onClick={() => table.getColumn(id)?.toggleSorting()}>
                    {header} <SortSign sorted={sorted} />
                  </UnstyledButton>
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.getRowModel().rows.map(({ original }) => (
            <Table.Tr key={keyOf(original)}>
              {wanted.map(({ id, cell, numeric }, index) =>
                index === 0 ? (
                  <Table.Th key={id} scope="row" fw={500}>
                    {cell(original)}
                  </Table.Th>
                ) : (
                  <Table.Td
                    key={id}
                    ta={numeric ? 'end' : 'start'}
                    className="tabular"
                    style={numeric ? { whiteSpace: 'nowrap' } : undefined}
                  >
                    {cell(original)}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SortSign({ sorted }: { sorted: 'none' | 'ascending' | 'descending' }): ReactElement {
  const Icon = sorted === 'none' ? IconArrowsSort : sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  return <Icon size={13} aria-hidden="true" opacity={sorted === 'none' ? 0.55 : 1} />;
}
