import { Button, Card, Group, List, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactElement, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/console.ts';
import { Failure } from '../components/failure.tsx';
import { FilePicker } from '../components/file-picker.tsx';
import { JobProgress } from '../components/job-progress.tsx';
import { useNumbers } from '../components/numbers.ts';
import { Screen } from '../components/screen.tsx';
import { useConsole, useJob } from '../stores/console.ts';
import { openPath } from '../stores/open-path.ts';

/** Where everything begins: a file is opened, or a sample school made. */
export default function Welcome(): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const [picking, picker] = useDisclosure(false);
  const door = useConsole(({ console }) => console?.door);
  const recent = useConsole(({ console }) => console?.recent ?? []);
  const startJob = useConsole((store) => store.startJob);
  const sample = useJob('sample');
  useOpenWhenMade();
  const open = async () => {
    if (door === 'browser') return picker.open();
    const { path } = await ask('files.pick', {});
    if (path !== undefined) openPath(path);
  };
  return (
    <Screen title={t('welcome.title')} lead={t('welcome.lead')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Card withBorder padding="lg">
          <Stack>
            <Title order={2} size="h4">
              {t('welcome.open.title')}
            </Title>
            <Text>{t('welcome.open.text')}</Text>
            <Button size="md" onClick={() => void open()}>
              {t('welcome.open.action')}
            </Button>
          </Stack>
        </Card>
        <Card withBorder padding="lg">
          <Stack>
            <Title order={2} size="h4">
              {t('welcome.sample.title')}
            </Title>
            <Text>{t('welcome.sample.text')}</Text>
            <Group>
              <Button
                variant="default"
                onClick={() => void startJob({ kind: 'sample', students: 933, dirty: false })}
              >
                {t('welcome.sample.clean')}
              </Button>
              <Button
                variant="default"
                onClick={() => void startJob({ kind: 'sample', students: 120, dirty: true })}
              >
                {t('welcome.sample.dirty')}
              </Button>
            </Group>
            {sample ? <JobProgress job={sample} label={t('welcome.sample.making')} /> : null}
            {sample?.status === 'failed' ? <Failure error={sample.error} /> : null}
          </Stack>
        </Card>
      </SimpleGrid>
      <List spacing="xs">
        <List.Item>{t('welcome.promise.copy')}</List.Item>
        <List.Item>{t('welcome.promise.proof')}</List.Item>
        <List.Item>{t('welcome.promise.untouched')}</List.Item>
      </List>
      {recent.length === 0 ? null : (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('welcome.recent')}
          </Title>
          {recent.map(({ path, openedAt }) => (
            <Button
              key={path}
              variant="subtle"
              justify="space-between"
              rightSection={<Text size="sm">{moment(openedAt)}</Text>}
              onClick={() => openPath(path)}
            >
              <bdi>{path}</bdi>
            </Button>
          ))}
        </Stack>
      )}
      <FilePicker opened={picking} close={picker.close} choose={openPath} />
    </Screen>
  );
}

/** A sample school is opened as soon as it is made, if this window saw it being made. */
function useOpenWhenMade(): void {
  const sample = useJob('sample');
  const making = sample?.status === 'running' || sample?.status === 'waiting' ? sample.id : undefined;
  useEffect(() => {
    if (making === undefined) return;
    return useConsole.subscribe(({ console }) => {
      const made = console?.jobs.find(({ id }) => id === making);
      if (made?.status === 'done' && made.result.kind === 'sample') openPath(made.result.path);
    });
  }, [making]);
}
