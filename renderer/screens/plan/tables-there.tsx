import { Radio, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { Mode } from '../../../shared/run.ts';
import { useErrorWords } from '../../components/error-words.ts';
import { Notice } from '../../components/notice.tsx';
import { useConsole, useJob } from '../../stores/console.ts';

/** Of the last check of the connection: that tables of the plan's names are there already. */
export function useTablesThere(): ErrorReport | undefined {
  const connection = useConsole(({ console }) => console?.line.connection);
  const job = useJob('check connection', (asked) => asked.connection === connection);
  if (job?.status !== 'done' || job.result.kind !== 'check connection') return undefined;
  const check = job.result.checks.find((one) => one.check === 'names free');
  return check?.outcome === 'noted' ? check.remedy : undefined;
}

/** The one question of a plan that has no answer to begin with, asked before the move would fail over it. */
export function TablesThere({ there }: { there: ErrorReport }): ReactElement {
  const { what } = useErrorWords()(there);
  return (
    <Notice tone="care" title={what}>
      <ModeChoice modes={['replace', 'merge']} />
    </Notice>
  );
}

/** What becomes of tables that are there already. */
export function ModeChoice({ modes }: { modes: readonly Mode[] }): ReactElement | null {
  const { t } = useTranslation();
  const options = useConsole(({ console }) => console?.line.options);
  const setLine = useConsole((store) => store.setLine);
  if (options === undefined) return null;
  return (
    <Radio.Group
      label={t('plan.options.mode')}
      value={options.mode}
      onChange={(value) => {
        const mode = Mode.options.find((known) => known === value);
        if (mode !== undefined) void setLine({ options: { ...options, mode } });
      }}
    >
      <Stack gap="xs" mt="xs">
        {modes.map((mode) => (
          <Radio
            key={mode}
            value={mode}
            label={t(`plan.mode.${mode}.label`)}
            description={t(`plan.mode.${mode}.text`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
