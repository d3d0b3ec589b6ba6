import { Text, Title } from '@mantine/core';
import { type ReactElement, type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewCell } from '../../../shared/console/channels.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { ask } from '../../api/console.ts';
import { Failure } from '../../components/failure.tsx';
import { LongGrid } from '../../components/long-grid.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { usePages } from '../../components/pages.ts';
import { openPath } from '../../stores/open-path.ts';

/** The rows of a table as they are in the file. */
export function Preview({
  path,
  table: { name, columns, rows },
}: {
  path: string;
  table: SourceTable;
}): ReactElement {
  const { t } = useTranslation();
  const { bytes } = useNumbers();
  const read = useCallback(
    async (from: number, count: number) =>
      (await ask('source.rows', { path, table: name, from, count })).rows,
    [path, name],
  );
  const { row, want, error } = usePages(read, rows);
  const heads = useMemo(
    () =>
      columns.map(({ name, declaredType }) => ({
        name,
        hint: declaredType,
        width: widthOf(name, declaredType),
      })),
    [columns],
  );
  return (
    <>
      <Title order={2} size="h3" mb="xs">
        <bdi>{name}</bdi>
      </Title>
      {rows === 0 ? <Text c="dimmed">{t('source.noRows')}</Text> : null}
      {error === undefined ? null : <Failure error={error} again={() => openPath(path)} beside />}
      {rows === 0 || error !== undefined ? null : (
        <LongGrid
          label={t('source.preview', { table: name })}
          columns={heads}
          rowCount={rows}
          cell={(index, column) => {
            const cell = row(index)?.[column];
            return cell === undefined ? undefined : shownCell(cell, bytes, t('grid.empty'));
          }}
          onSight={want}
        />
      )}
    </>
  );
}

/** Of a column in pixels: its name is read whole unless it is very long, and short values get little room. */
function widthOf(name: string, declaredType: string): number {
  const forValues = /INT|BOOL|REAL|FLOA|DOUB|NUM|DEC|^DATE$|^TIME$/i.test(declaredType) ? 96 : 168;
  return Math.min(Math.max(forValues, name.length * 8.5 + 24), 260);
}

function shownCell(cell: PreviewCell, bytes: (value: number) => string, empty: string): ReactNode {
  switch (cell.kind) {
    case 'null':
      return <span className="grid-null">{empty}</span>;
    case 'bytes':
      return <span className="grid-null">{bytes(cell.bytes)}</span>;
    case 'number':
      return <span className="tabular">{cell.text}</span>;
    case 'text':
      return cell.cut ? `${cell.text}…` : cell.text;
  }
}
