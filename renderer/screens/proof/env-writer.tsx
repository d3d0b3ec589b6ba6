import { Box, Button, Card, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFile } from '@tabler/icons-react';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, Driver, type EnvLine } from '../../../shared/console/channels.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { ask, reportOf } from '../../api/console.ts';
import { isolated } from '../../components/error-words.ts';
import { Failure } from '../../components/failure.tsx';
import { FilePicker } from '../../components/file-picker.tsx';
import { Notice } from '../../components/notice.tsx';
import { useConsole } from '../../stores/console.ts';

type Written = Answer<'env.write'> & { readonly path: string };

/** Writes the connection into the application's settings, the difference shown first. */
export function EnvWriter(): ReactElement | null {
  const { t } = useTranslation();
  const door = useConsole(({ console }) => console?.door);
  const connection = useConsole(({ console }) => console?.line.runConnection);
  const [picking, picker] = useDisclosure(false);
  const [path, setPath] = useState<string>();
  const [driver, setDriver] = useState<Driver>('asyncpg');
  const [preview, setPreview] = useState<Answer<'env.preview'>>();
  const [written, setWritten] = useState<Written>();
  const [error, setError] = useState<ErrorReport>();
  useEffect(() => {
    if (path === undefined || connection === undefined) return;
    setWritten(undefined);
    ask('env.preview', { path, connection, driver }).then(
      (answer) => {
        setError(undefined);
        setPreview(answer);
      },
      (reason: unknown) => setError(reportOf(reason)),
    );
  }, [path, connection, driver]);
  if (connection === undefined) return null;
  const pick = async () => {
    if (door === 'browser') return picker.open();
    const picked = await ask('files.pick', { what: 'env' });
    if (picked.path !== undefined) setPath(picked.path);
  };
  const write = (file: string) => {
    ask('env.write', { path: file, connection, driver }).then(
      (answer) => setWritten({ ...answer, path: file }),
      (reason: unknown) => setError(reportOf(reason)),
    );
  };
  return (
    <Card>
      <Stack>
        <div>
          <Title order={2}>{t('env.title')}</Title>
          <Text c="dimmed">{t('env.text')}</Text>
        </div>
        <Group>
          <Button
            variant="default"
            leftSection={<IconFile size={16} aria-hidden="true" />}
            onClick={() => void pick()}
          >
            {t('env.pick')}
          </Button>
          {path === undefined ? null : (
            <Text className="verbatim" dir="ltr">
              {path}
            </Text>
          )}
        </Group>
        {error ? <Failure error={error} /> : null}
        {path === undefined || preview === undefined ? null : (
          <>
            <div>
              <Text size="sm" fw={550} id="env-driver">
                {t('env.driver')}
              </Text>
              <Text size="sm" c="dimmed" mb={4}>
                {t('env.driverText')}
              </Text>
              <SegmentedControl
                aria-labelledby="env-driver"
                value={driver}
                data={Driver.options.map((value) => ({ value, label: t(`env.drivers.${value}`) }))}
                onChange={(value) => setDriver(Driver.options.find((known) => known === value) ?? 'plain')}
              />
            </div>
            <Difference lines={preview.lines} />
            {written === undefined ? (
              <Group>
                <Button variant="light" onClick={() => write(path)}>
                  {t(preview.exists ? 'env.write' : 'env.writeNew')}
                </Button>
              </Group>
            ) : (
              <Notice tone="good" role="status" title={t('env.written', { path: isolated(written.path) })}>
                {written.kept === undefined ? null : (
                  <Text>{t('env.kept', { path: isolated(written.kept) })}</Text>
                )}
              </Notice>
            )}
          </>
        )}
      </Stack>
      <FilePicker
        opened={picking}
        close={picker.close}
        choose={setPath}
        what="env"
        chooseFolder={{ label: t('env.newHere'), choose: (folder) => setPath(`${folder}/.env`) }}
      />
    </Card>
  );
}

const signs: Readonly<Record<EnvLine['change'], string>> = { kept: ' ', removed: '−', added: '+' };

function Difference({ lines }: { lines: readonly EnvLine[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <Box className="difference" dir="ltr" role="group" aria-label={t('env.difference')} tabIndex={0}>
      {lines.map(({ change, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file may be equal, and have no other name
        <div key={index} data-change={change}>
          <span aria-hidden="true">{signs[change]} </span>
          {change === 'kept' ? null : <span className="said">{t(`env.change.${change}`)}: </span>}
          {text}
        </div>
      ))}
    </Box>
  );
}
