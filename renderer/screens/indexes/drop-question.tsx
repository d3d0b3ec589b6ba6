import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndexChange } from '../../../shared/index-change.ts';
import type { DropEffect, DropWarning, LiveIndex } from '../../../shared/indexes.ts';
import { isolated } from '../../components/error-words.ts';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';

interface DropQuestionProps {
  /** Which is meant; none, and nothing is asked. */
  readonly index: LiveIndex | undefined;
  readonly close: () => void;
  readonly change: (wanted: IndexChange) => void;
}

/** Says what a drop would do before anybody agrees to it, or why it can't be. */
export function DropQuestion({ index, close, change }: DropQuestionProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Modal
      opened={index !== undefined}
      onClose={close}
      size="lg"
      title={t('indexes.drop.title', { name: isolated(index?.name ?? '') })}
      closeButtonProps={{ 'aria-label': t('words.close') }}
    >
      {index === undefined ? null : index.drop.kind === 'possible' ? (
        <Possible index={index} warnings={index.drop.warnings} close={close} change={change} />
      ) : (
        <Impossible effect={index.drop} close={close} />
      )}
    </Modal>
  );
}

function Possible({
  index,
  warnings,
  close,
  change,
}: Pick<DropQuestionProps, 'close' | 'change'> & {
  readonly index: LiveIndex;
  readonly warnings: readonly DropWarning[];
}): ReactElement {
  const { t } = useTranslation();
  const { bytes } = useNumbers();
  const words = useWarningWords();
  const isBroken = index.verdicts.some(({ kind }) => kind === 'invalid');
  const drop = () => {
    change({ kind: isBroken ? 'clean up' : 'drop', name: index.name });
    close();
  };
  return (
    <Stack>
      {warnings.length === 0 ? (
        <Notice tone="good" title={t('indexes.drop.nothing')} />
      ) : (
        <Notice tone="care" title={t('indexes.drop.effects')}>
          <List spacing={6}>
            {warnings.map((warning) => (
              <List.Item key={words(warning)}>{words(warning)}</List.Item>
            ))}
          </List>
        </Notice>
      )}
      <Text size="sm" c="dimmed">
        {t('indexes.drop.frees', { size: bytes(index.bytes) })}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          {t('indexes.drop.no')}
        </Button>
        <Button color="red.9" onClick={drop}>
          {t('indexes.drop.yes')}
        </Button>
      </Group>
    </Stack>
  );
}

function Impossible({
  effect,
  close,
}: {
  readonly effect: Exclude<DropEffect, { kind: 'possible' }>;
  readonly close: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const facts = Object.fromEntries(Object.entries(effect).map(([fact, value]) => [fact, isolated(value)]));
  return (
    <Stack>
      <Text>{t(`indexes.drop.${effect.kind}`, facts)}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          {t('words.close')}
        </Button>
      </Group>
    </Stack>
  );
}

function useWarningWords(): (warning: DropWarning) => string {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  return (warning) => {
    switch (warning.kind) {
      case 'enforces uniqueness':
        return t('indexes.warning.unique');
      case 'serves screen':
        return t('indexes.warning.screen', {
          screen: isolated(t(`report.screen.${warning.index}`, { defaultValue: warning.screen })),
        });
      case 'serves foreign key':
        return t('indexes.warning.key', { parent: isolated(warning.parent), key: isolated(warning.key) });
      case 'in use':
        return warning.lastScan === undefined
          ? t('indexes.warning.used', { count: warning.scans })
          : t('indexes.warning.usedLast', { count: warning.scans, moment: moment(warning.lastScan) });
      case 'orders the table':
        return t('indexes.warning.cluster');
    }
  };
}
