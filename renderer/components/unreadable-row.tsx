import { ActionIcon, Group, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';

interface UnreadableRowProps {
  /** When it was made, in words. */
  readonly moment: string;
  /** Why nobody can open it. */
  readonly why: string;
  /** What the bin does, for who can't see it. */
  readonly removeLabel: string;
  /** Of the bin, as it is in the rest of the list. */
  readonly size: 'md' | 'lg';
  readonly remove: () => void;
}

/** A line in a list of what was kept, of something that can't be read any more: it can only go. */
export function UnreadableRow({ moment, why, removeLabel, size, remove }: UnreadableRowProps): ReactElement {
  return (
    <Group wrap="nowrap" gap="sm">
      <Stack gap={2} flex={1} miw={0} px="sm" py="xs">
        <Text fw={600} c="dimmed">
          {moment}
        </Text>
        <Text size="sm" c="dimmed">
          {why}
        </Text>
      </Stack>
      <ActionIcon variant="subtle" size={size} aria-label={removeLabel} onClick={remove}>
        <IconTrash size={18} aria-hidden="true" />
      </ActionIcon>
    </Group>
  );
}
