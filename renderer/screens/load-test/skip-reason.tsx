import { Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioFit } from '../../../shared/scenario.ts';

export type SkipReason = Extract<ScenarioFit, { kind: 'skipped' }>['reason'];

/** Why a scenario can't be tried, with the words of whoever refused it. */
export function SkipReasonWords({ reason }: { reason: SkipReason }): ReactElement {
  const { t } = useTranslation();
  switch (reason.kind) {
    case 'refused':
      return (
        <>
          {t(`loads.skipped.${reason.by}`)} <Verbatim>{reason.detail}</Verbatim>
        </>
      );
    case 'nothing to draw from':
      return <>{t('loads.skipped.nothing')}</>;
    case 'not drawn':
      return (
        <>
          {t('loads.skipped.notDrawn')} <Verbatim>:{reason.parameter}</Verbatim>
        </>
      );
    case 'not allowed':
      return (
        <>
          {t(`loads.skipped.not.${reason.problem}`)} <Verbatim>{reason.statement}</Verbatim>
        </>
      );
  }
}

function Verbatim({ children }: { children: ReactNode }): ReactElement {
  return (
    <Text span size="sm" className="verbatim">
      {children}
    </Text>
  );
}
