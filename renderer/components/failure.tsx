import { Alert, Button, Code, Group, Spoiler, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../shared/errors/index.ts';

interface FailureProps {
  readonly error: ErrorReport;
  readonly again?: () => void;
}

/** An error as people are told it: what happened, what to do, and the original words for whoever helps. */
export function Failure({ error, again }: FailureProps): ReactElement {
  const { t } = useTranslation();
  const { what, todo } = useErrorWords(error);
  return (
    <Alert color="red" role="alert" title={what} variant="light">
      <Text>{todo}</Text>
      {error.detail === undefined ? null : (
        <Spoiler mt="sm" maxHeight={0} showLabel={t('words.details')} hideLabel={t('words.lessDetails')}>
          <Code block dir="ltr">
            {error.detail}
          </Code>
        </Spoiler>
      )}
      {again === undefined ? null : (
        <Group mt="md">
          <Button variant="light" color="red" onClick={again}>
            {t('words.again')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** In the person's language where it has words for the code, else as the console said it. */
export function useErrorWords({ code, what, todo }: ErrorReport): { what: string; todo: string } {
  const { t } = useTranslation();
  return {
    what: t(`errors.${code}.what`, { defaultValue: what }),
    todo: t(`errors.${code}.todo`, { defaultValue: todo }),
  };
}
