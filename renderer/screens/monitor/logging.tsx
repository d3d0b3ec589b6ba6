import { Card, Stack, Switch, Text, Title } from '@mantine/core';
import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { Logging as Known, LogBefore, LogSetting } from '../../../shared/monitor/logging.ts';
import { ask, reportOf } from '../../api/console.ts';
import { isolated } from '../../components/error-words.ts';
import { Facts } from '../../components/facts.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';

/** The switches of the server's log for this database, with what they cost and a way back. */
export function Logging({ connection }: { connection: ConnectionId }): ReactElement {
  const { t } = useTranslation();
  const { list } = useNumbers();
  const [known, setKnown] = useState<Known>();
  const [error, setError] = useState<ErrorReport>();
  const take = useCallback(async (asked: Promise<Known>) => {
    try {
      setKnown(await asked);
      setError(undefined);
    } catch (reason) {
      setError(reportOf(reason));
    }
  }, []);
  useEffect(() => void take(ask('monitor.logging', { connection })), [connection, take]);
  return (
    <Stack>
      <Text maw="46rem">{t('monitor.logging.text')}</Text>
      {error ? <Failure error={error} /> : null}
      {known === undefined && error === undefined ? <Loading /> : null}
      {known?.settings.map((setting) => (
        <SettingCard
          key={setting.name}
          setting={setting}
          turn={(on) => take(ask('monitor.setLogging', { connection, name: setting.name, on }))}
        />
      ))}
      {known === undefined || known.roles.length === 0 ? null : (
        <Notice tone="note" title={t('monitor.logging.roles', { roles: list(known.roles.map(isolated)) })} />
      )}
    </Stack>
  );
}

interface SettingCardProps {
  readonly setting: LogSetting;
  readonly turn: (on: boolean) => Promise<void>;
}

function SettingCard({ setting, turn }: SettingCardProps): ReactElement {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const { name, here, everywhere, on, before, change } = setting;
  return (
    <Card>
      <Stack gap="md">
        <Title order={2}>
          {t(`monitor.logging.${name}.title`)}{' '}
          <Text span size="sm" c="dimmed" fw={400} className="verbatim">
            {name}
          </Text>
        </Title>
        <Switch
          label={t(`monitor.logging.${name}.switch`)}
          description={t(`monitor.logging.${name}.cost`)}
          checked={on}
          disabled={change !== 'given' || isBusy}
          onChange={({ currentTarget: { checked } }) => {
            setBusy(true);
            void turn(checked).finally(() => setBusy(false));
          }}
        />
        {change === 'given' ? null : (
          <Text size="sm">
            {t(change === 'denied' ? 'monitor.logging.mayNot' : 'monitor.logging.onPrimary')}
          </Text>
        )}
        <Facts
          facts={[
            {
              label: t('monitor.logging.here'),
              value: here === undefined ? t('monitor.logging.nothing') : <Value text={here} />,
            },
            {
              label: t('monitor.logging.everywhere'),
              value: everywhere === undefined ? t('monitor.logging.unseen') : <Value text={everywhere} />,
            },
            ...(before === undefined
              ? []
              : [
                  {
                    label: t('monitor.logging.before'),
                    value: <Before before={before} />,
                    hint: t('monitor.logging.back'),
                  },
                ]),
          ]}
        />
      </Stack>
    </Card>
  );
}

function Before({ before }: { before: LogBefore }): ReactElement {
  const { t } = useTranslation();
  if (before.kind === 'set') return <Value text={before.value} />;
  if (before.everywhere === undefined) return <>{t('monitor.logging.nothing')}</>;
  return <>{t('monitor.logging.nothingBut', { value: isolated(before.everywhere) })}</>;
}

function Value({ text }: { text: string }): ReactElement {
  return <span className="verbatim">{text}</span>;
}
