import { Paper, Text, useDirection } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TooltipPayload } from 'recharts';

export interface TipLine {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

interface TipProps {
  readonly title: ReactNode;
  readonly lines: readonly TipLine[];
}

/** What a chart says of the point that the mouse or the keyboard is at. */
export function Tip({ title, lines }: TipProps): ReactElement {
  const { dir } = useDirection();
  return (
    <Paper dir={dir} withBorder radius="md" p="xs" shadow="sm">
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {lines.map(({ key, label, value }) => (
        <Text key={key} size="sm" className="tabular">
          {label}: {value}
        </Text>
      ))}
    </Paper>
  );
}

/** A line for each engine that has a value at a point. */
export function useEngineLines(): (
  payload: TooltipPayload,
  tellValue: (value: number) => string,
) => TipLine[] {
  const { t } = useTranslation();
  return (payload, tellValue) =>
    payload.map(({ dataKey, value }) => ({
      key: String(dataKey),
      label: t(`loads.engine.${String(dataKey)}`),
      value: tellValue(Number(value)),
    }));
}
