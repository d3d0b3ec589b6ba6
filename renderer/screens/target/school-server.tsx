import { Card, Stack, Tabs, Text } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../../shared/console/connection.ts';
import { Notice } from '../../components/notice.tsx';
import { useConsole } from '../../stores/console.ts';
import { saveAndCheck } from '../../stores/save-connection.ts';
import { CheckButton } from './check-button.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { FromAddress } from './from-address.tsx';
import { FromEnv } from './from-env.tsx';
import { SavedConnections } from './saved-connections.tsx';

const ways = ['fields', 'address', 'env'] as const;
type Way = (typeof ways)[number];

/** A server that is there already: one known from before, or told of in one of three ways. */
export function SchoolServer(): ReactElement {
  const { t } = useTranslation();
  const door = useConsole(({ console }) => console?.door);
  const keychain = useConsole(({ console }) => console?.keychain === true);
  const chosen = useConsole(({ console }) =>
    console?.connections.find(({ id }) => id === console.line.connection && id !== practiceConnection),
  );
  const [way, setWay] = useState<Way>('fields');
  // What was entered stays when it turns out that it names no server.
  const [filledIn, fillIn] = useState(chosen);
  if (chosen !== undefined && chosen.id !== filledIn?.id) fillIn(chosen);
  return (
    <>
      <SavedConnections />
      <Card>
        <Stack>
          <Tabs
            value={way}
            onChange={(value) => setWay(ways.find((known) => known === value) ?? 'fields')}
            keepMounted={false}
          >
            <Tabs.List mb="lg">
              {ways.map((value) => (
                <Tabs.Tab key={value} value={value}>
                  {t(`target.way.${value}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="fields">
              <ConnectionForm key={filledIn?.id} known={chosen ?? filledIn} />
            </Tabs.Panel>
            <Tabs.Panel value="address">
              <FromAddress take={saveAndCheck} button={(isBusy) => <CheckButton loading={isBusy} />} />
            </Tabs.Panel>
            <Tabs.Panel value="env">
              <FromEnv />
            </Tabs.Panel>
          </Tabs>
          {keychain ? (
            <Text size="sm" c="dimmed">
              {t('target.password.kept')}
            </Text>
          ) : (
            <Notice tone="note" title={t('target.password.notKept')}>
              <Text size="sm">
                {t(door === 'browser' ? 'target.password.inBrowser' : 'target.password.noKeychain')}
              </Text>
            </Notice>
          )}
        </Stack>
      </Card>
    </>
  );
}
