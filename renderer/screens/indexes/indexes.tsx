import { ActionIcon, Group, Select } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectionChoice, ConnectionFailure } from '../../components/connection-choice.tsx';
import { Loading } from '../../components/loading.tsx';
import { Screen } from '../../components/screen.tsx';
import { useConsole } from '../../stores/console.ts';
import { useWatched } from '../../stores/watched.ts';
import { Overview } from './overview.tsx';
import { useIndexReport } from './use-index-report.ts';

/** The indexes of a server: those of the school application first, then all others, and what to do about them. */
export default function Indexes(): ReactElement {
  const { t } = useTranslation();
  const server = useWatched();
  const usual = useConsole(({ console }) => console?.line.options.schema) ?? 'public';
  const [chosen, setChosen] = useState<string>();
  const schema = chosen ?? usual;
  const { report, error, isReading, readAnew } = useIndexReport(server, schema);
  const schemas = [...new Set([...(report?.schemas ?? []), schema])];
  return (
    <Screen title={t('indexes.title')} lead={t('indexes.lead')}>
      <Group align="flex-end" gap="sm">
        <ConnectionChoice />
        {schemas.length > 1 ? (
          <Select
            label={t('plan.options.schema')}
            maw={240}
            allowDeselect={false}
            data={schemas}
            value={schema}
            onChange={(name) => setChosen(name ?? undefined)}
          />
        ) : null}
        {server === undefined ? null : (
          <ActionIcon
            variant="default"
            size={36}
            loading={isReading}
            aria-label={t('indexes.readAnew')}
            onClick={readAnew}
          >
            <IconRefresh size={18} aria-hidden="true" />
          </ActionIcon>
        )}
      </Group>
      {error === undefined ? null : <ConnectionFailure error={error} again={readAnew} />}
      {server !== undefined && report === undefined && error === undefined ? <Loading /> : null}
      {server === undefined || report === undefined ? null : <Overview report={report} connection={server} />}
    </Screen>
  );
}
