import { Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../shared/console/line.ts';
import { useConsole } from '../stores/console.ts';
import { Failure } from './failure.tsx';

interface Action {
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly loading?: boolean;
  /** Why it can't be done now. */
  readonly hint?: string | undefined;
}

interface ScreenProps {
  readonly title: ReactNode;
  /** What this screen is for, in a sentence. */
  readonly lead?: ReactNode;
  /** The one thing to do here. */
  readonly action?: Action | undefined;
  /** The step to which the way back leads. */
  readonly back?: Step;
  /** What else may be done. */
  readonly others?: ReactNode;
  /** In the place of the one thing, where it is more than a button. */
  readonly end?: ReactNode;
  readonly children?: ReactNode;
}

/** A screen: heading, what it is for, its content, and one primary action that stays in sight. */
export function Screen({ title, lead, action, back, others, end, children }: ScreenProps): ReactElement {
  const trouble = useConsole((store) => store.trouble);
  const hasEnd = [action, back, others, end].some((part) => part !== undefined);
  return (
    <Stack gap="lg" maw={1080} mx="auto">
      <div>
        <Title order={1} tabIndex={-1}>
          {title}
        </Title>
        {lead === undefined ? null : (
          <Text c="dimmed" mt={6} maw="46rem">
            {lead}
          </Text>
        )}
      </div>
      {trouble === undefined ? null : <Failure error={trouble} />}
      {children}
      {hasEnd ? <End action={action} back={back} others={others} end={end} /> : null}
    </Stack>
  );
}

type EndProps = Pick<ScreenProps, 'action' | 'others' | 'end'> & { readonly back: Step | undefined };

function End({ action, back, others, end }: EndProps): ReactElement {
  const { t } = useTranslation();
  const goTo = useConsole((store) => store.goTo);
  return (
    <Box className="screen-end">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          {back === undefined ? null : (
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={16} className="mirrored" aria-hidden="true" />}
              onClick={() => void goTo(back)}
            >
              {t('words.back')}
            </Button>
          )}
          {others}
        </Group>
        {end === undefined ? null : <Group gap="sm">{end}</Group>}
        {action === undefined ? null : (
          <Group gap="md">
            {action.hint === undefined ? null : (
              <Text size="sm" c="dimmed" id="why-not">
                {action.hint}
              </Text>
            )}
            <Button
              size="md"
              onClick={action.onClick}
              disabled={action.disabled ?? false}
              loading={action.loading ?? false}
              {...(action.hint === undefined ? {} : { 'aria-describedby': 'why-not' })}
              rightSection={<IconArrowRight size={18} className="mirrored" aria-hidden="true" />}
            >
              {action.label}
            </Button>
          </Group>
        )}
      </Group>
    </Box>
  );
}
