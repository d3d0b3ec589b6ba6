import { Button, Group, Select, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../shared/console/connection.ts';
import { useConsole, useJob } from '../stores/console.ts';
import { chooseServer, useServer } from '../stores/server.ts';
import { useView } from '../stores/view.ts';
import { Failure } from './failure.tsx';
import { Notice } from './notice.tsx';

/** Which server a screen beside the line is about; where none is known yet, ways to one. */
export function ServerChoice(): ReactElement {
  const { t } = useTranslation();
  const server = useServer();
  const known = useConsole(({ console }) => console?.connections) ?? [];
  if (server === undefined) return <NoServer />;
  return (
    <Select
      label={t('server.label')}
      maw={420}
      allowDeselect={false}
      value={server}
      data={known.map(({ id, name }) => ({
        value: id,
        label: id === practiceConnection ? t('server.practice') : name,
      }))}
      onChange={(id) => {
        if (id !== null) chooseServer(id);
      }}
    />
  );
}

function NoServer(): ReactElement {
  const { t } = useTranslation();
  const { goTo, startJob } = useConsole.getState();
  const show = useView((view) => view.show);
  const starting = useJob('practice', ({ action }) => action === 'start');
  return (
    <Notice tone="plain" title={t('server.none')}>
      <Text>{t('server.noneText')}</Text>
      <Group>
        <Button
          leftSection={<IconPlayerPlay size={18} aria-hidden="true" />}
          loading={starting?.status === 'running' || starting?.status === 'waiting'}
          onClick={() => void startJob({ kind: 'practice', action: 'start' })}
        >
          {t('target.practice.start')}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            show(undefined);
            void goTo('target');
          }}
        >
          {t('server.enter')}
        </Button>
      </Group>
      {starting?.status === 'failed' ? <Failure error={starting.error} /> : null}
    </Notice>
  );
}
