import { Anchor, Button, Code, Group, Spoiler, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { type Topic, topicFor } from '../screens/help/topics.ts';
import { useView } from '../stores/view.ts';
import { useErrorWords } from './error-words.ts';
import { Notice } from './notice.tsx';

interface FailureProps {
  readonly error: ErrorReport;
  readonly again?: (() => void) | undefined;
  /** The screen's one primary action is another. */
  readonly beside?: boolean;
  /** The way to where it is put right, where trying again alone would fail again. */
  readonly mend?: { readonly label: string; readonly onClick: () => void } | undefined;
  /** Said between what happened and what to do. */
  readonly children?: ReactNode;
}

/** An error as people are told it: what happened, what to do, and the original words for whoever helps. */
export function Failure({ error, again, beside = false, mend, children }: FailureProps): ReactElement {
  const { t } = useTranslation();
  const { what, todo } = useErrorWords()(error);
  return (
    <Notice tone="bad" role="alert" title={what}>
      {children}
      <Text>{todo}</Text>
      {error.detail === undefined ? null : (
        <Spoiler maxHeight={0} showLabel={t('words.details')} hideLabel={t('words.lessDetails')}>
          <Code block dir="ltr" className="verbatim">
            {error.detail}
          </Code>
        </Spoiler>
      )}
      <Group>
        {mend === undefined ? null : <Button onClick={mend.onClick}>{mend.label}</Button>}
        {again === undefined ? null : (
          <Button
            variant={beside || mend !== undefined ? 'default' : 'filled'}
            leftSection={<IconRefresh size={16} aria-hidden="true" />}
            onClick={again}
          >
            {t('words.again')}
          </Button>
        )}
        <HelpLink code={error.code} />
      </Group>
    </Notice>
  );
}

/** To what Help has on an error; nothing where it has nothing. */
export function HelpLink({ code }: { code: string }): ReactElement | null {
  const topic = topicFor(code);
  return topic === undefined ? null : <TopicLink topic={topic} />;
}

/** To an article of Help. */
export function TopicLink({ topic }: { topic: Topic }): ReactElement {
  const { t } = useTranslation();
  const showHelp = useView((view) => view.showHelp);
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => showHelp(topic)}>
      {t('words.moreHelp')}
    </Anchor>
  );
}
