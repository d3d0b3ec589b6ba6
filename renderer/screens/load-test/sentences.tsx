import { Card, List, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadSentence } from '../../../shared/load-sentence.ts';
import { Mark, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

const tones: Readonly<Record<LoadSentence['code'], Tone>> = {
  'other-rows': 'bad',
  faster: 'good',
  slower: 'bad',
  'file-lacks-index': 'note',
  'no-difference': 'plain',
  'locked-out': 'care',
  'nobody-locked-out': 'good',
  'sqlite-behind': 'care',
  'postgres-behind': 'bad',
  'indexes-faster': 'good',
  'indexes-slower': 'care',
  'expected-more': 'note',
  'expected-difference': 'note',
  'one-round': 'note',
  skipped: 'plain',
  cancelled: 'care',
};

interface SentencesProps {
  readonly sentences: readonly LoadSentence[];
  readonly nameOf: (scenario: string) => string;
}

/** What the numbers mean, in words; what matters most comes first. */
export function Sentences({ sentences, nameOf }: SentencesProps): ReactElement | null {
  const words = useSentenceWords(nameOf);
  const [first, ...others] = sentences;
  if (first === undefined) return null;
  return (
    <Card>
      <Text size="xl" fw={650} lh={1.35} mb={others.length > 0 ? 'md' : 0}>
        {words(first)}
      </Text>
      <List spacing={8} listStyleType="none" withPadding={false}>
        {others.map((sentence) => (
          <List.Item key={JSON.stringify(sentence)} icon={<Mark tone={tones[sentence.code]} size={20} />}>
            {words(sentence)}
          </List.Item>
        ))}
      </List>
    </Card>
  );
}

/** A sentence in the person's language, with numbers in its form. */
function useSentenceWords(nameOf: (scenario: string) => string): (sentence: LoadSentence) => string {
  const { t } = useTranslation();
  const { count, rough, percent, list } = useNumbers();
  return (sentence) => {
    const key = `loads.sentence.${sentence.code}`;
    switch (sentence.code) {
      case 'faster':
      case 'slower':
      case 'indexes-faster':
      case 'indexes-slower':
        return t(key, {
          scenario: nameOf(sentence.scenario),
          times: sentence.atLeast
            ? t('loads.timesAtLeast', { times: rough(sentence.times) })
            : rough(sentence.times),
          count: sentence.users,
        });
      case 'other-rows':
        return t(key, {
          table: sentence.table,
          inFile: count(sentence.inFile),
          onServer: count(sentence.onServer),
        });
      case 'file-lacks-index':
      case 'no-difference':
        return t(key, { scenarios: list(sentence.scenarios.map(nameOf)) });
      case 'nobody-locked-out':
        return t(key, { scenario: nameOf(sentence.scenario), count: sentence.users });
      case 'locked-out':
        return t(key, {
          scenario: nameOf(sentence.scenario),
          share: percent(sentence.share),
          count: sentence.users,
        });
      case 'sqlite-behind':
      case 'postgres-behind':
        return t(key, {
          scenario: nameOf(sentence.scenario),
          asked: rough(sentence.asked),
          answered: rough(sentence.answered),
        });
      case 'expected-more':
        return t(key, {
          scenario: nameOf(sentence.scenario),
          from: count(sentence.from),
          to: count(sentence.to),
          measured: rough(sentence.measured),
        });
      case 'expected-difference':
        return t(key, {
          scenario: nameOf(sentence.scenario),
          from: count(sentence.from),
          to: count(sentence.to),
        });
      case 'skipped':
        return t(key, { count: sentence.count });
      case 'one-round':
      case 'cancelled':
        return t(key);
    }
  };
}
