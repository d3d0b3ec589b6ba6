import { Breadcrumbs, Button, Modal, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/console/channels.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, reportOf } from '../api/console.ts';
import { Failure } from './failure.tsx';
import { Loading } from './loading.tsx';
import { useNumbers } from './numbers.ts';

interface FilePickerProps {
  readonly opened: boolean;
  readonly close: () => void;
  readonly choose: (path: string) => void;
  /** Which files can be chosen; databases without it. */
  readonly fits?: (name: string) => boolean;
}

/** Picks a file on the computer on which the console runs, where there is no dialog of the system's. */
export function FilePicker({ opened, close, choose, fits }: FilePickerProps): ReactElement {
  const { t } = useTranslation();
  const { bytes, moment } = useNumbers();
  const [folder, setFolder] = useState<string>();
  const [listed, setListed] = useState<Answer<'files.list'>>();
  const [error, setError] = useState<ErrorReport>();
  useEffect(() => {
    if (!opened) return;
    setError(undefined);
    ask('files.list', folder === undefined ? {} : { folder }).then(setListed, (reason: unknown) =>
      setError(reportOf(reason)),
    );
  }, [opened, folder]);
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('picker.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('words.close') }}
    >
      <Stack>
        {error ? <Failure error={error} again={() => setFolder(undefined)} /> : null}
        {listed === undefined ? (
          <Loading />
        ) : (
          <>
            <Breadcrumbs>
              <Text dir="ltr">
                <bdi>{listed.folder}</bdi>
              </Text>
            </Breadcrumbs>
            <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0 }}>
              {listed.parent === undefined ? null : (
                <NavLink
                  component="button"
                  label={t('picker.up')}
                  onClick={() => setFolder(listed.parent)}
                />
              )}
              {listed.entries.map(({ name, path, kind, bytes: size, changedAt }) => {
                const choosable = fits === undefined ? kind === 'database' : fits(name);
                return (
                  <NavLink
                    key={path}
                    component="button"
                    label={<bdi>{name}</bdi>}
                    description={kind === 'folder' ? t('picker.folder') : `${bytes(size)} · ${moment(changedAt)}`}
                    disabled={kind !== 'folder' && !choosable}
                    onClick={() => {
                      if (kind === 'folder') return setFolder(path);
                      choose(path);
                      close();
                    }}
                  />
                );
              })}
              {listed.entries.length === 0 ? <Text c="dimmed">{t('picker.empty')}</Text> : null}
            </ScrollArea.Autosize>
          </>
        )}
        <Button variant="default" onClick={close}>
          {t('words.cancel')}
        </Button>
      </Stack>
    </Modal>
  );
}
