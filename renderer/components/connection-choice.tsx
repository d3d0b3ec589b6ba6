import { Button, Group, Modal, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../shared/console/connection.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, reportOf } from '../api/console.ts';
import { FromAddress } from '../screens/target/from-address.tsx';
import { useConsole, useJob } from '../stores/console.ts';
import { useView } from '../stores/view.ts';
import { useWatched } from '../stores/watched.ts';
import { Failure } from './failure.tsx';
import { Notice } from './notice.tsx';

interface ConnectionChoiceProps {
  /** What else stands in the line. */
  readonly children?: ReactNode;
}

/** Which server a screen beside the line looks at; see `useWatched`. */
export function ConnectionChoice({ children }: ConnectionChoiceProps): ReactElement {
  const { t } = useTranslation();
  const watched = useWatched();
  const watch = useView((view) => view.watch);
  const connections = useConsole(({ console }) => console?.connections) ?? [];
  const [entering, form] = useDisclosure(false);
  const others = connections.filter(
    ({ id, saved }) => id !== practiceConnection && (saved !== 'once let in' || id === watched),
  );
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label={t('choice.label')}
          placeholder={t('choice.placeholder')}
          flex="0 1 24rem"
          allowDeselect={false}
          data={[
            { value: practiceConnection, label: t('target.practice.title') },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={watched ?? null}
          onChange={(value) => {
            if (value !== null) watch(value);
          }}
        />
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={form.open}>
          {t('choice.another')}
        </Button>
        {children === undefined ? null : (
          <Group ms="auto" gap="sm">
            {children}
          </Group>
        )}
      </Group>
      {watched === undefined ? (
        <Notice tone="plain" title={t('choice.none')}>
          <Text>{t('choice.noneText')}</Text>
        </Notice>
      ) : null}
      <Modal
        opened={entering}
        onClose={form.close}
        title={t('choice.another')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('words.close') }}
      >
        <FromAddress
          take={async (draft) => {
            try {
              watch((await ask('connection.save', draft)).id);
              form.close();
              return undefined;
            } catch (error) {
              return reportOf(error);
            }
          }}
          button={(isBusy) => (
            <Button type="submit" loading={isBusy} style={{ alignSelf: 'flex-start' }}>
              {t('choice.take')}
            </Button>
          )}
        />
      </Modal>
    </>
  );
}

interface ConnectionFailureProps {
  readonly error: ErrorReport;
  readonly again: () => void;
}

/** What went wrong with the watched server; the practice server can be started from here. */
export function ConnectionFailure({ error, again }: ConnectionFailureProps): ReactElement {
  return error.code === 'practice-not-started' ? (
    <PracticeStart started={again} />
  ) : (
    <Failure error={error} again={again} />
  );
}

function PracticeStart({ started }: { started: () => void }): ReactElement {
  const { t } = useTranslation();
  const startJob = useConsole((store) => store.startJob);
  const starting = useJob('practice', ({ action }) => action === 'start');
  const isStarting = starting?.status === 'running' || starting?.status === 'waiting';
  const isDone = starting?.status === 'done';
  // Not one that was done before, after which the server was stopped.
  const hasBegun = useRef(false);
  useEffect(() => {
    if (isStarting) hasBegun.current = true;
    if (isDone && hasBegun.current) started();
  }, [isStarting, isDone, started]);
  return (
    <>
      <Notice tone="plain" title={t('choice.practiceRests')}>
        <Text>{t('choice.practiceText')}</Text>
        <Group>
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
            loading={isStarting}
            onClick={() => void startJob({ kind: 'practice', action: 'start' })}
          >
            {t('target.practice.start')}
          </Button>
        </Group>
      </Notice>
      {starting?.status === 'failed' ? <Failure error={starting.error} /> : null}
    </>
  );
}
