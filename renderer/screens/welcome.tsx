import {
  Anchor,
  Button,
  Card,
  Group,
  SimpleGrid,
  Stack,
  Text,
  ThemeIcon,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconArrowRight,
  IconDatabaseImport,
  IconFileDatabase,
  IconListCheck,
  IconSchool,
  IconShieldCheck,
  type TablerIcon,
} from '@tabler/icons-react';
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

const promises = ['copy', 'proof', 'untouched'] as const;
const promiseIcons: Readonly<Record<(typeof promises)[number], TablerIcon>> = {
  copy: IconDatabaseImport,
  proof: IconListCheck,
  untouched: IconShieldCheck,
};

/** Where everything begins: a file is opened, or a sample school made. */
export default function Welcome(): ReactElement {
  const { t } = useTranslation();
  const [picking, picker] = useDisclosure(false);
  const door = useConsole(({ console }) => console?.door);
  const sample = useJob('sample');
  useOpenWhenMade();
  const open = async () => {
    if (door === 'browser') return picker.open();
    const { path } = await ask('files.pick', { what: 'database' });
    if (path !== undefined) openPath(path);
  };
  const isMaking = sample?.status === 'running' || sample?.status === 'waiting';
  return (
    <Screen title={t('welcome.title')} lead={t('welcome.lead')}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card>
          <Stack h="100%">
            <Group wrap="nowrap">
              <ThemeIcon size={44} radius="md" variant="light" aria-hidden="true">
                <IconFileDatabase size={26} stroke={1.6} />
              </ThemeIcon>
              <Title order={2}>{t('welcome.open.title')}</Title>
            </Group>
            <Text flex={1}>{t(door === 'browser' ? 'welcome.open.inBrowser' : 'welcome.open.text')}</Text>
            <Button size="md" onClick={() => void open()}>
              {t('welcome.open.action')}
            </Button>
          </Stack>
        </Card>
        <Card>
          <Stack h="100%">
            <Group wrap="nowrap">
              <ThemeIcon size={44} radius="md" variant="light" aria-hidden="true">
                <IconSchool size={26} stroke={1.6} />
              </ThemeIcon>
              <Title order={2}>{t('welcome.sample.title')}</Title>
            </Group>
            <Text flex={1}>{t('welcome.sample.text')}</Text>
            <Group>
              <SampleButton
                label={t('welcome.sample.clean')}
                students={933}
                dirty={false}
                disabled={isMaking}
              />
              <SampleButton
                label={t('welcome.sample.dirty')}
                students={300}
                dirty={true}
                disabled={isMaking}
              />
            </Group>
          </Stack>
        </Card>
      </SimpleGrid>
      {isMaking ? <JobProgress job={sample} label={t('welcome.sample.making')} /> : null}
      {sample?.status === 'failed' ? <Failure error={sample.error} /> : null}
      <SimpleGrid cols={{ base: 1, sm: 3 }} component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
        {promises.map((promise) => {
          const Icon = promiseIcons[promise];
          return (
            <Group key={promise} component="li" wrap="nowrap" align="flex-start" gap="sm">
              <Icon
                size={22}
                stroke={1.6}
                color="var(--rollcall-note)"
                aria-hidden="true"
                style={{ flexShrink: 0 }}
              />
              <Text size="sm">{t(`welcome.promise.${promise}`)}</Text>
            </Group>
          );
        })}
      </SimpleGrid>
      <Recent />
      <FilePicker opened={picking} close={picker.close} choose={openPath} what="database" />
    </Screen>
  );
}

function SampleButton({
  label,
  students,
  dirty,
  disabled,
}: {
  label: string;
  students: number;
  dirty: boolean;
  disabled: boolean;
}): ReactElement {
  const startJob = useConsole((store) => store.startJob);
  return (
    <Button
      variant="default"
      disabled={disabled}
      onClick={() => void startJob({ kind: 'sample', students, dirty })}
    >
      {label}
    </Button>
  );
}

/** What was opened lately. */
function Recent(): ReactElement | null {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const recent = useConsole(({ console }) => console?.recent);
  if (recent === undefined || recent.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>{t('welcome.recent')}</Title>
      <Card padding={6}>
        {recent.map(({ path, openedAt }) => (
          <UnstyledButton key={path} className="row-button" onClick={() => openPath(path)}>
            <Group wrap="nowrap" justify="space-between">
              <Stack gap={0} miw={0}>
                <Anchor component="span" underline="never" fw={550}>
                  <bdi>{path.split(/[\\/]/).at(-1)}</bdi>
                </Anchor>
                <Text size="xs" c="dimmed">
                  <span className="verbatim">{path}</span>
                </Text>
              </Stack>
              <Group gap="xs" wrap="nowrap">
                <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  {moment(openedAt)}
                </Text>
                <IconArrowRight size={16} className="mirrored" aria-hidden="true" />
              </Group>
            </Group>
          </UnstyledButton>
        ))}
      </Card>
    </Stack>
  );
}

/** A sample school is opened as soon as it is made, if this window saw it being made. */
function useOpenWhenMade(): void {
  const sample = useJob('sample');
  const making = sample?.status === 'running' || sample?.status === 'waiting' ? sample.id : undefined;
  useEffect(() => {
    if (making === undefined) return;
    return useConsole.subscribe(({ console }, { console: before }) => {
      const made = console?.jobs.find(({ id }) => id === making);
      if (made?.status !== 'done' || made.result.kind !== 'sample') return;
      if (before?.jobs.find(({ id }) => id === making)?.status !== 'done') openPath(made.result.path);
    });
  }, [making]);
}
