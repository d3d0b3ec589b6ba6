import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface ScreenProps {
  readonly title: string;
  /** What this screen is for, in a sentence. */
  readonly lead?: string;
  /** The one thing to do here. */
  readonly action?: { readonly label: string; readonly onClick: () => void; readonly disabled?: boolean };
  /** The way back, and what else may be done. */
  readonly others?: ReactNode;
  readonly children?: ReactNode;
}

/** A screen: heading, what it is for, its content, and one primary action at the end. */
export function Screen({ title, lead, action, others, children }: ScreenProps): ReactElement {
  return (
    <Stack gap="lg" maw={1100} mx="auto">
      <div>
        <Title order={1} size="h2" tabIndex={-1} style={{ outline: 'none' }}>
          {title}
        </Title>
        {lead === undefined ? null : (
          <Text c="dimmed" mt={4}>
            {lead}
          </Text>
        )}
      </div>
      {children}
      <Group justify="space-between">
        <Group>{others}</Group>
        {action === undefined ? null : (
          <Button size="md" onClick={action.onClick} disabled={action.disabled ?? false}>
            {action.label}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
