import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../../shared/console/line.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { Failure } from '../../components/failure.tsx';
import { useConsole } from '../../stores/console.ts';

/** Errors that are mended at another step; all others are tried again here. */
const mendedAt: Readonly<Record<string, Step>> = {
  'blockers-found': 'check',
  'rows-refused': 'plan',
  'plan-impossible': 'plan',
  'table-in-the-way': 'plan',
  'merge-impossible': 'plan',
  'password-needed': 'target',
  'password-rejected': 'target',
  'role-missing': 'target',
  'host-unknown': 'target',
  'schema-denied': 'target',
  'schema-creation-denied': 'target',
  'connection-unknown': 'target',
  'plan-for-another-file': 'source',
  'source-not-found': 'welcome',
};

/** A move that came to nothing: why, and where that is put right. */
export function Failed({ error, again }: { error: ErrorReport; again: () => void }): ReactElement {
  const { t } = useTranslation();
  const goTo = useConsole((store) => store.goTo);
  const step = mendedAt[error.code];
  const mend =
    step === undefined
      ? undefined
      : { label: t('move.mendAt', { step: t(`${step}.nav`) }), onClick: () => void goTo(step) };
  return (
    <Failure error={error} again={again} mend={mend}>
      {error.code === 'outcome-unknown' ? null : <Text fw={550}>{t('move.nothingChanged')}</Text>}
    </Failure>
  );
}
