import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Sayings, sayingsIn } from '../../shared/console/sayings.ts';
import { useNumbers } from './numbers.ts';

export { isolated } from '../../shared/console/sayings.ts';

/** What the engine says, in the person's language. */
function useSayings(): Sayings {
  const { t, i18n } = useTranslation();
  const { list } = useNumbers();
  return useMemo(
    () =>
      sayingsIn({
        t: (key, facts = {}) => t(key, facts),
        exists: (key, facts = {}) => i18n.exists(key, facts),
        list,
      }),
    [t, i18n, list],
  );
}

export function useErrorWords(): Sayings['error'] {
  return useSayings().error;
}

export function useFindingWords(): Sayings['finding'] {
  return useSayings().finding;
}

export function useLeftOutWords(): Sayings['leftOut'] {
  return useSayings().leftOut;
}

/** Why a row was put aside, and by which of its columns. */
export function useReasonWords(): Sayings['reason'] {
  return useSayings().reason;
}

export function useFacts(): Sayings['told'] {
  return useSayings().told;
}
