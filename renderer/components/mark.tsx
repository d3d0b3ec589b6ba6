import { Group, Text, ThemeIcon } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconInfoSmall,
  IconMinus,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';

export type Tone = 'good' | 'care' | 'bad' | 'note' | 'plain';

const icons: Readonly<Record<Tone, TablerIcon>> = {
  good: IconCheck,
  care: IconAlertTriangle,
  bad: IconX,
  note: IconInfoSmall,
  plain: IconMinus,
};

interface MarkProps {
  readonly tone: Tone;
  readonly size?: number;
  readonly label?: string;
  /** For a ground of the same tone. */
  readonly solid?: boolean;
}

/** A sign that differs by its form as well as by its colour. */
export function Mark({ tone, size = 22, label, solid = false }: MarkProps): ReactElement {
  const Icon = icons[tone];
  return (
    <ThemeIcon
      size={size}
      radius="xl"
      style={solid ? solidColors(tone) : toneColors(tone)}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <Icon size={size * (tone === 'note' ? 1 : 0.7)} stroke={2.5} aria-hidden="true" />
    </ThemeIcon>
  );
}

/** A sign with its word. */
export function Marked({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Mark tone={tone} size={18} />
      <Text component="span" size="sm" fw={600}>
        {children}
      </Text>
    </Group>
  );
}

export function toneColors(tone: Tone): { backgroundColor: string; color: string } {
  if (tone === 'plain')
    return { backgroundColor: 'var(--rollcall-line)', color: 'var(--mantine-color-dimmed)' };
  return { backgroundColor: `var(--rollcall-${tone}-soft)`, color: `var(--rollcall-${tone})` };
}

function solidColors(tone: Tone): { backgroundColor: string; color: string } {
  const own = tone === 'plain' ? 'var(--mantine-color-dimmed)' : `var(--rollcall-${tone})`;
  return { backgroundColor: own, color: 'var(--mantine-color-body)' };
}
