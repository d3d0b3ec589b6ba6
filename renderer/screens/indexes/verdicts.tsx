import { Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndexVerdict, LiveIndex } from '../../../shared/indexes.ts';
import { isolated } from '../../components/error-words.ts';
import { Mark, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

const tones: Readonly<Record<IndexVerdict['kind'], Tone>> = {
  invalid: 'bad',
  'being built': 'note',
  duplicate: 'care',
  covered: 'care',
  unused: 'note',
  bloated: 'care',
};

/** What is wrong with an index, in plain words; what it is for where nothing is. */
export function Verdicts({ index }: { index: LiveIndex }): ReactElement {
  const { t } = useTranslation();
  const { verdicts, constraint, unique } = index;
  const purpose = constraint?.kind ?? (unique ? 'unique' : undefined);
  return (
    <Stack gap={4}>
      {purpose === undefined ? null : (
        <Text size="sm" c="dimmed">
          {t(`indexes.purpose.${purpose}`)}
        </Text>
      )}
      <VerdictLines index={index} verdicts={verdicts} />
    </Stack>
  );
}

export function VerdictLines({
  index,
  verdicts,
}: {
  readonly index: LiveIndex;
  readonly verdicts: readonly IndexVerdict[];
}): ReactElement {
  const words = useVerdictWords();
  return (
    <>
      {verdicts.map((verdict) => (
        <div key={verdict.kind} style={{ display: 'flex', gap: 6 }}>
          <Mark tone={tones[verdict.kind]} size={18} />
          <Text size="sm">{words(verdict, index)}</Text>
        </div>
      ))}
    </>
  );
}

type Unused = Extract<IndexVerdict, { kind: 'unused' }>;

function useVerdictWords(): (verdict: IndexVerdict, index: LiveIndex) => string {
  const { t } = useTranslation();
  const { percent } = useNumbers();
  const unused = (keptFor: Unused['keptFor']) => {
    switch (keptFor?.kind) {
      case undefined:
        return t('indexes.verdict.unused');
      case 'foreign key':
        return t('indexes.verdict.unused foreign key', { key: isolated(keptFor.name) });
      case 'screen':
        return t('indexes.verdict.unused screen', {
          screen: t(`report.screen.${keptFor.index}`, { defaultValue: keptFor.screen }),
        });
    }
  };
  return (verdict, { bloat }) => {
    switch (verdict.kind) {
      case 'duplicate':
        return t('indexes.verdict.duplicate', { of: isolated(verdict.of) });
      case 'covered':
        return t('indexes.verdict.covered', { by: isolated(verdict.by) });
      case 'unused':
        return unused(verdict.keptFor);
      case 'bloated':
        return t(`indexes.verdict.bloated ${bloat?.how ?? 'estimated'}`, {
          share: percent(bloat?.share ?? 0),
        });
      case 'invalid':
        return t('indexes.verdict.invalid');
      case 'being built':
        return t('indexes.verdict.building');
    }
  };
}
