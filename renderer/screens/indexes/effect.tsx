import { Anchor, Code, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndexEffect } from '../../../shared/index-effect.ts';
import { isolated } from '../../components/error-words.ts';
import { Marked, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { Steps } from './steps.tsx';

type Verdict = Extract<IndexEffect['found'], { kind: 'measured' }>['verdict'];

const tones: Readonly<Record<Verdict, Tone>> = { faster: 'good', slower: 'care', 'no difference': 'plain' };

/** What a named index was measured to bring. */
export function Effect({ found }: { found: IndexEffect['found'] }): ReactElement {
  const { t } = useTranslation();
  const { rough } = useNumbers();
  switch (found.kind) {
    case 'measured':
      return <Measured found={found} />;
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

function Measured({ found }: { found: Extract<IndexEffect['found'], { kind: 'measured' }> }): ReactElement {
  const { t } = useTranslation();
  const { milliseconds, rough } = useNumbers();
  const [isOpen, plans] = useDisclosure(false);
  const { without, with: after, verdict, planWithout, planWith } = found;
  const times = without.median / Math.max(after.median, 0.001);
  return (
    <Stack gap={4} align="flex-start">
      <Marked tone={tones[verdict]}>
        {t(`indexes.effect.${verdict}`, { times: rough(verdict === 'slower' ? 1 / times : times) })}
      </Marked>
      <Text size="sm" c="dimmed" className="tabular">
        {t('indexes.effect.times', {
          before: milliseconds(without.median),
          after: milliseconds(after.median),
        })}
      </Text>
      <Anchor component="button" type="button" size="sm" aria-expanded={isOpen} onClick={plans.toggle}>
        {t(isOpen ? 'indexes.effect.hidePlans' : 'indexes.effect.showPlans')}
      </Anchor>
      {isOpen ? (
        <Stack gap="xs" w="100%">
          <Code block dir="ltr" className="verbatim" style={{ whiteSpace: 'pre-wrap' }}>
            {found.sql}
          </Code>
          <Text fw={600}>{t('indexes.effect.planWithout')}</Text>
          <Steps plan={planWithout} isMeasured />
          <Text fw={600}>{t('indexes.effect.planWith')}</Text>
          <Steps plan={planWith} isMeasured />
        </Stack>
      ) : null}
    </Stack>
  );
}
