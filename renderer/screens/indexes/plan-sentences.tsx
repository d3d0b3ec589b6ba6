import { List, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LongestSentence, PlanSentence } from '../../../shared/plan-sentence.ts';
import { isolated } from '../../components/error-words.ts';
import { Mark } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

/** What a plan means: first what it took and where the time went, then what may help. */
export function PlanSentences({ sentences }: { sentences: readonly PlanSentence[] }): ReactElement {
  const words = useSentenceWords();
  const head = sentences.slice(0, 2);
  const others = sentences.slice(2);
  return (
    <Stack gap="sm">
      <Text size="lg" fw={600} maw="46rem">
        {head.map(words).join(' ')}
      </Text>
      {others.length === 0 ? null : (
        <List spacing={8} listStyleType="none" withPadding={false}>
          {others.map((sentence) => (
            <List.Item
              key={JSON.stringify(sentence)}
              icon={<Mark tone={sentence.code === 'nothing' ? 'good' : 'note'} size={20} />}
            >
              {words(sentence)}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

/** A sentence in the person's language, with numbers in its form. */
function useSentenceWords(): (sentence: PlanSentence) => string {
  const { t } = useTranslation();
  const { count, bytes, milliseconds } = useNumbers();
  const rowsOf = (rows: number) => t('indexes.explain.stepRows', { count: rows });
  const partOf = ({ ms, most }: LongestSentence) =>
    t(`indexes.sentence.part.${most ? 'most' : 'largest'}`, { time: milliseconds(ms) });
  return (sentence) => {
    const key = `indexes.sentence.${sentence.code}`;
    switch (sentence.code) {
      case 'took':
        return t(key, { time: milliseconds(sentence.ms) });
      case 'whole-table-kept':
        return t(key, {
          part: partOf(sentence),
          table: isolated(sentence.table),
          rows: rowsOf(sentence.rows),
          kept: count(sentence.kept),
        });
      case 'whole-table':
      case 'until-enough':
      case 'by-index':
        return t(key, {
          part: partOf(sentence),
          table: isolated(sentence.table),
          rows: rowsOf(sentence.rows),
        });
      case 'again':
        return t(key, {
          part: partOf(sentence),
          table: isolated(sentence.table),
          times: count(sentence.times),
        });
      case 'sort':
      case 'group':
        return t(key, { part: partOf(sentence), rows: rowsOf(sentence.rows) });
      case 'join':
      case 'gather':
        return t(key, { part: partOf(sentence) });
      case 'step':
        return t(key, { part: partOf(sentence), kind: isolated(sentence.kind) });
      case 'index-may-help':
        return t(key, {
          table: isolated(sentence.table),
          columns: isolated(sentence.columns.join(', ')),
        });
      case 'sort-spilled':
        return t(key, { size: bytes(sentence.bytes) });
      case 'estimate-off':
        return t(key, {
          table: isolated(sentence.table),
          expected: rowsOf(sentence.expected),
          came: rowsOf(sentence.came),
        });
      case 'not-run':
      case 'nothing':
        return t(key);
    }
  };
}
