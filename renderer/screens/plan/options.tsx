import { Loader, Radio, Select, Stack, TextInput } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mode } from '../../../shared/run.ts';
import { checkConnection } from '../../stores/check-connection.ts';
import { useConsole } from '../../stores/console.ts';
import { setTimezone } from '../../stores/edit-plan.ts';
import { ModeChoice, useTablesThere } from './tables-there.tsx';

/** What few people need to change. */
export function Options({ isTrying }: { readonly isTrying: boolean }): ReactElement | null {
  const { t } = useTranslation();
  const options = useConsole(({ console }) => console?.line.options);
  const connection = useConsole(({ console }) => console?.line.connection);
  const setLine = useConsole((store) => store.setLine);
  const [schema, setSchema] = useState(options?.schema ?? 'public');
  const areThere = useTablesThere() !== undefined;
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  if (options === undefined) return null;
  const setOptions = (change: Partial<typeof options>) => setLine({ options: { ...options, ...change } });
  const keepSchema = async () => {
    if (schema.trim() === '' || schema === options.schema) return setSchema(options.schema);
    await setOptions({ schema: schema.trim() });
    // Rights and free names are another schema's now.
    if (connection !== undefined) await checkConnection(connection);
  };
  return (
    <Stack>
      {areThere ? null : <ModeChoice modes={Mode.options} />}
      <Radio.Group
        label={t('plan.options.badRows')}
        value={options.badRows}
        onChange={(value) => void setOptions({ badRows: value === 'quarantine' ? 'quarantine' : 'stop' })}
      >
        <Stack gap="xs" mt="xs">
          {(['stop', 'quarantine'] as const).map((choice) => (
            <Radio key={choice} value={choice} label={t(`plan.badRows.${choice}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label={t('plan.options.timezone')}
        description={t('plan.options.timezoneText')}
        placeholder={t('plan.options.timezoneNone')}
        data={zones}
        value={options.timezone ?? null}
        searchable
        clearable
        limit={60}
        maw={420}
        nothingFoundMessage={t('plan.options.timezoneUnknown')}
        clearButtonProps={{ 'aria-label': t('words.clear') }}
        rightSection={isTrying ? <Loader size="xs" aria-label={t('plan.trying')} /> : undefined}
        onChange={(zone) => void setTimezone(zone ?? undefined)}
      />
      <TextInput
        label={t('plan.options.schema')}
        description={t('plan.options.schemaText')}
        maw={420}
        maxLength={63}
        dir="ltr"
        value={schema}
        onChange={({ currentTarget }) => setSchema(currentTarget.value)}
        onBlur={() => void keepSchema()}
      />
    </Stack>
  );
}
