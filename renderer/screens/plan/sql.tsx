import { Button, Code, CopyButton, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { Plan } from '../../../shared/plan.ts';
import { ask, reportOf } from '../../api/console.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { useConsole } from '../../stores/console.ts';

/** The statements of the plan, for those who want to see them. */
export function Sql({ plan }: { plan: Plan }): ReactElement {
  const { t } = useTranslation();
  const schema = useConsole(({ console }) => console?.line.options.schema ?? 'public');
  const [sql, setSql] = useState<string>();
  const [error, setError] = useState<ErrorReport>();
  useEffect(() => {
    ask('plan.sql', { plan, schema }).then(
      (answer) => setSql(answer.sql),
      (reason: unknown) => setError(reportOf(reason)),
    );
  }, [plan, schema]);
  if (error) return <Failure error={error} />;
  if (sql === undefined) return <Loading />;
  return (
    <Stack>
      <Group justify="space-between">
        <Text>{t('plan.sqlText')}</Text>
        <CopyButton value={sql}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCopy size={15} aria-hidden="true" />}
              onClick={copy}
              aria-live="polite"
            >
              {t(copied ? 'words.copied' : 'words.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <ScrollArea.Autosize
        mah={420}
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('plan.tab.sql') }}
      >
        <Code block dir="ltr">
          {sql}
        </Code>
      </ScrollArea.Autosize>
    </Stack>
  );
}
