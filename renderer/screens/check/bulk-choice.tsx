import { Button, Card, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, Resolution } from '../../../shared/finding.ts';
import { choose, keyOf } from '../../stores/choices.ts';

const bulk = ['recommended', 'quarantine', 'set null', 'stop'] as const;

/** One choice for many findings, where each of them offers it. */
export function BulkChoice({ findings }: { findings: readonly Finding[] }): ReactElement {
  const { t } = useTranslation();
  const applied = (wanted: (typeof bulk)[number]) =>
    findings.flatMap((finding): [string, Resolution][] => {
      const resolution = wanted === 'recommended' ? finding.recommended : wanted;
      if (resolution === undefined || !finding.resolutions.includes(resolution)) return [];
      return [[keyOf(finding), resolution]];
    });
  return (
    <Card padding="sm">
      <Group gap="sm" role="group" aria-label={t('check.bulk')}>
        <Text size="sm" fw={550}>
          {t('check.bulk')}
        </Text>
        {bulk
          .filter((wanted) => applied(wanted).length > 0)
          .map((wanted) => (
            <Button
              key={wanted}
              size="xs"
              variant="default"
              onClick={() => void choose(Object.fromEntries(applied(wanted)))}
            >
              {wanted === 'recommended' ? t('check.bulkRecommended') : t(`resolution.${wanted}.label`)}
            </Button>
          ))}
      </Group>
    </Card>
  );
}
