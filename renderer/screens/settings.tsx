import { Button, Card, Group, Radio, Select, Stack, Text, Title } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpdateState } from '../../shared/console/channels.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, reportOf } from '../api/console.ts';
import { isolated } from '../components/error-words.ts';
import { Facts } from '../components/facts.tsx';
import { Failure } from '../components/failure.tsx';
import { Screen } from '../components/screen.tsx';
import { languages, nameOf } from '../locales/index.ts';
import { useConsole } from '../stores/console.ts';

const themes = ['system', 'light', 'dark'] as const;

/** How the console looks and speaks, and where its things lie. */
export default function Settings(): ReactElement | null {
  const { t } = useTranslation();
  const console = useConsole((store) => store.console);
  const setSettings = useConsole((store) => store.setSettings);
  if (console === undefined) return null;
  const { settings, version, door, folder } = console;
  return (
    <Screen title={t('settings.title')} lead={t('settings.lead')}>
      <Card>
        <Stack gap="lg">
          <Select
            label={t('settings.language')}
            maw={360}
            allowDeselect={false}
            data={[
              { value: 'system', label: t('settings.system') },
              ...languages.map((language) => ({ value: language, label: nameOf(language) })),
            ]}
            value={settings.language}
            onChange={(language) => void setSettings({ ...settings, language: language ?? 'system' })}
          />
          <Radio.Group
            label={t('settings.theme')}
            value={settings.theme}
            onChange={(value) =>
              void setSettings({ ...settings, theme: themes.find((theme) => theme === value) ?? 'system' })
            }
          >
            <Group mt="xs" gap="lg">
              {themes.map((theme) => (
                <Radio key={theme} value={theme} label={t(`settings.themes.${theme}`)} />
              ))}
            </Group>
          </Radio.Group>
        </Stack>
      </Card>
      <Card>
        <Stack gap="lg">
          <Title order={2}>{t('settings.about')}</Title>
          <Facts
            facts={[
              { label: t('settings.version'), value: <bdi>{version}</bdi> },
              { label: t('settings.runsAs'), value: t(`settings.doors.${door}`) },
              { label: t('settings.folder'), value: <span className="verbatim">{folder}</span> },
            ]}
          />
          <Text size="sm" c="dimmed">
            {t('settings.private')}
          </Text>
          {door === 'desktop' ? <Updates /> : null}
        </Stack>
      </Card>
    </Screen>
  );
}

/** The network is asked only when a person asks. */
function Updates(): ReactElement {
  const { t } = useTranslation();
  const [state, setState] = useState<UpdateState>();
  const [error, setError] = useState<ErrorReport>();
  const [isBusy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    await ask('updates.check', {}).then(setState, (reason: unknown) => setError(reportOf(reason)));
    setBusy(false);
  };
  const facts = state?.kind === 'ready' ? { version: isolated(state.version) } : {};
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" loading={isBusy} onClick={() => void look()}>
        {t('settings.update')}
      </Button>
      <Text role="status" size="sm">
        {state === undefined ? '' : t(`settings.updates.${state.kind}`, facts)}
      </Text>
      {error ? <Failure error={error} /> : null}
    </Stack>
  );
}
