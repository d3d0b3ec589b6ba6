import { Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Mark, type Tone, toneColors } from './mark.tsx';

interface NoticeProps {
  readonly tone: Tone;
  readonly title: ReactNode;
  /** Heard at once by who can't see it: an alert interrupts, a status waits. */
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}

/** A sentence that stands out, with what belongs to it. */
export function Notice({ tone, title, role, children }: NoticeProps): ReactElement {
  const { backgroundColor } = toneColors(tone);
  return (
    <Paper radius="lg" p="md" {...(role ? { role } : {})} style={{ backgroundColor }}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Mark tone={tone} size={26} solid />
        <Stack gap="xs" flex={1} miw={0}>
          <Text fw={600}>{title}</Text>
          {children}
        </Stack>
      </Group>
    </Paper>
  );
}
