import { Box, SimpleGrid, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  readonly hint?: ReactNode;
}

/** A few facts side by side, as a description list. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactElement {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: facts.length }} spacing="lg">
      {facts.map(({ label, value, hint }) => (
        <Box key={label} miw={0}>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} fw={600} style={{ overflowWrap: 'anywhere' }}>
            {value}
            {hint === undefined ? null : (
              <Text component="span" display="block" size="xs" c="dimmed">
                {hint}
              </Text>
            )}
          </Text>
        </Box>
      ))}
    </SimpleGrid>
  );
}
