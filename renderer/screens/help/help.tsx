import { Accordion, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { OutsideLink } from '../../components/outside-link.tsx';
import { Screen } from '../../components/screen.tsx';
import { useView } from '../../stores/view.ts';
import { type Topic, topics } from './topics.ts';

/** What may go wrong, in the words of whom it goes wrong for. */
export default function Help(): ReactElement {
  const { t } = useTranslation();
  const asked = useView((view) => view.topic);
  const [sought, setSought] = useState('');
  const [open, setOpen] = useState<string[]>(asked === undefined ? [] : [asked]);
  useEffect(() => {
    if (asked === undefined) return;
    setOpen([asked]);
    document.getElementById(`help-${asked}`)?.scrollIntoView({ block: 'start' });
  }, [asked]);
  const textOf = (topic: Topic) => ({
    title: t(`help.topic.${topic}.title`),
    steps: t(`help.topic.${topic}.text`).split('\n'),
  });
  const words = plain(sought).split(/\s+/).filter(Boolean);
  const found = topics.filter((topic) => {
    const { title, steps } = textOf(topic);
    const text = plain([title, ...steps].join(' '));
    return words.every((word) => text.includes(word));
  });
  return (
    <Screen title={t('help.title')} lead={t('help.lead')}>
      <TextInput
        type="search"
        size="md"
        maw={520}
        label={t('help.search')}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={sought}
        onChange={({ currentTarget }) => setSought(currentTarget.value)}
      />
      <Text size="sm" c="dimmed" role="status">
        {words.length === 0 ? '' : t('help.found', { count: found.length })}
      </Text>
      {found.length === 0 ? (
        <Notice tone="plain" title={t('help.nothing')}>
          <Text>{t('help.nothingText')}</Text>
        </Notice>
      ) : null}
      <Accordion multiple variant="separated" radius="lg" value={open} onChange={setOpen}>
        {found.map((topic) => {
          const { title, steps } = textOf(topic);
          return (
            <Accordion.Item key={topic} value={topic} id={`help-${topic}`} style={{ scrollMarginTop: 16 }}>
              <Accordion.Control>
                <Text fw={600}>{title}</Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Stack gap="xs" maw="46rem">
                  {steps.map((step) => (
                    <Text key={step}>{step}</Text>
                  ))}
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
      </Accordion>
      <Stack gap={4}>
        <Text size="sm" c="dimmed">
          {t('help.outside.text')}
        </Text>
        <Group gap="lg">
          <OutsideLink link="postgresql.org">{t('help.outside.documentation')}</OutsideLink>
          <OutsideLink link="postgresql.org/download">{t('help.outside.download')}</OutsideLink>
        </Group>
      </Stack>
    </Screen>
  );
}

/** Without capitals, accents and the vowel marks of Arabic, as people type when they search. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
