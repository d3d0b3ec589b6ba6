import { Paper, Text, useDirection } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface TipProps {
  readonly title: ReactNode;
  readonly lines: readonly { readonly key: string; readonly label: string; readonly value: string }[];
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
