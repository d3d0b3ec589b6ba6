import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndexEffect } from '../../../shared/indexes.ts';
import { isolated } from '../../components/error-words.ts';
import { Marked } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

/** What a named index was measured to bring. */
export function Effect({ found }: { found: IndexEffect['found'] }): ReactElement {
  const { t } = useTranslation();
  const { milliseconds, rough } = useNumbers();
  switch (found.kind) {
    case 'measured': {
      const { without, with: after, verdict } = found;
      const times = without.median / Math.max(after.median, 0.001);
      const shown = rough(verdict === 'slower' ? 1 / times : times);
      return (
        <div>
          <Marked tone={verdict === 'faster' ? 'good' : verdict === 'slower' ? 'care' : 'plain'}>
            {t(`indexes.effect.${verdict}`, { times: shown })}
          </Marked>
          <Text size="sm" c="dimmed" className="tabular">
            {t('indexes.effect.times', {
              before: milliseconds(without.median),
              after: milliseconds(after.median),
            })}
          </Text>
        </div>
      );
    }
    case 'planned':
      return (
        <Text size="sm">
          {t('indexes.effect.planned', { times: rough(found.costWithout / Math.max(found.costWith, 0.001)) })}
        </Text>
      );
    case 'does not apply':
      return (
        <Text size="sm">{t('indexes.effect.does not apply', { missing: isolated(found.missing) })}</Text>
      );
    case 'no rows':
      return <Text size="sm">{t('indexes.effect.no rows')}</Text>;
    case 'not possible':
      return (
        <div>
          <Text size="sm">{t('indexes.effect.not possible')}</Text>
          {found.grants.map((grant) => (
            <Text key={grant} size="sm">
              <span className="verbatim">{grant}</span>
            </Text>
          ))}
        </div>
      );
  }
}
