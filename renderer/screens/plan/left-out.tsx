import { Accordion, Badge, Code, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotCarried } from '../../../shared/finding.ts';
import { domId } from '../../components/dom-id.ts';
import { useLeftOutWords } from '../../components/error-words.ts';
import { Notice } from '../../components/notice.tsx';

/** What has no counterpart on the target: shown instead of dropped. */
export function LeftOut({ notCarried }: { notCarried: readonly NotCarried[] }): ReactElement {
  const { t } = useTranslation();
  const words = useLeftOutWords();
  if (notCarried.length === 0) {
    return (
      <Notice tone="good" title={t('plan.leftOut.nothing')}>
        <Text>{t('plan.leftOut.nothingText')}</Text>
      </Notice>
    );
  }
  return (
    <Stack>
      <Text>{t('plan.leftOut.text')}</Text>
      <Accordion multiple variant="separated" radius="lg">
        {notCarried.map((one) => (
          <Accordion.Item
            key={`${one.kind} ${one.table} ${one.name}`}
            value={domId(one.kind, one.table, one.name)}
          >
            <Accordion.Control>
              <Group gap="xs">
                <Badge variant="light" tt="none">
                  {t(`plan.kind.${one.kind}`)}
                </Badge>
                <Text fw={550}>
                  <bdi>{one.name}</bdi>
                </Text>
              </Group>
              <Text size="sm" c="dimmed" mt={4}>
                {words(one)}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Code block dir="ltr" tabIndex={0}>
                {one.sql}
              </Code>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}
