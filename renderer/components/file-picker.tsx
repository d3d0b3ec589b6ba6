import { Button, Group, Modal, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowUp, IconFile, IconFileDatabase, IconFolder, type TablerIcon } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, FileEntry } from '../../shared/console/channels.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, reportOf } from '../api/console.ts';
import { Failure } from './failure.tsx';
import { Loading } from './loading.tsx';
import { useNumbers } from './numbers.ts';

interface FilePickerProps {
  readonly opened: boolean;
  readonly close: () => void;
  readonly choose: (path: string) => void;
  readonly what: 'database' | 'env';
  /** Lets a person choose the folder itself, for a file that isn't there yet. */
  readonly chooseFolder?: { readonly label: string; readonly choose: (folder: string) => void };
  /** Said above the list. */
  readonly children?: ReactNode;
}

const icons: Readonly<Record<FileEntry['kind'], TablerIcon>> = {
  folder: IconFolder,
  database: IconFileDatabase,
  env: IconFile,
  other: IconFile,
};

/** Picks a file on the computer on which the console runs, where there is no dialog of the system's. */
export function FilePicker({
  opened,
  close,
  choose,
  what,
  chooseFolder,
  children,
}: FilePickerProps): ReactElement {
  const { t } = useTranslation();
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
  const open = ({ kind, path }: FileEntry) => {
    if (kind === 'folder') return setFolder(path);
    choose(path);
    close();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(`picker.${what}`)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('words.close') }}
    >
      <Stack>
        {children}
        {error ? <Failure error={error} again={() => setFolder(undefined)} /> : null}
        {listed === undefined ? (
          <Loading />
        ) : (
          <Listing listed={listed} what={what} open={open} up={setFolder} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('words.cancel')}
          </Button>
          {chooseFolder === undefined || listed === undefined ? null : (
            <Button
              onClick={() => {
                chooseFolder.choose(listed.folder);
                close();
              }}
            >
              {chooseFolder.label}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface ListingProps {
  readonly listed: Answer<'files.list'>;
  readonly what: FilePickerProps['what'];
  readonly open: (entry: FileEntry) => void;
  readonly up: (folder: string) => void;
}

function Listing({ listed: { folder, parent, entries }, what, open, up }: ListingProps): ReactElement {
  const { t } = useTranslation();
  const { bytes, moment } = useNumbers();
  const shown = entries.filter(({ kind }) => kind === 'folder' || kind === what);
  return (
    <>
      <Text>
        <span className="verbatim">{folder}</span>
      </Text>
      <ScrollArea.Autosize mah={380} viewportProps={{ tabIndex: -1 }}>
        {parent === undefined ? null : (
          <NavLink
            component="button"
            leftSection={<IconArrowUp size={18} aria-hidden="true" />}
            label={t('picker.up')}
            onClick={() => up(parent)}
          />
        )}
        {shown.map((entry) => {
          const Icon = icons[entry.kind];
          return (
            <NavLink
              key={entry.path}
              component="button"
              leftSection={<Icon size={18} stroke={1.6} aria-hidden="true" />}
              label={<bdi>{entry.name}</bdi>}
              {...(entry.kind === 'folder'
                ? {}
                : { description: `${bytes(entry.bytes)} · ${moment(entry.changedAt)}` })}
              onClick={() => open(entry)}
            />
          );
        })}
        {shown.every(({ kind }) => kind === 'folder') ? (
          <Text c="dimmed" p="sm">
            {t(`picker.no.${what}`)}
          </Text>
        ) : null}
      </ScrollArea.Autosize>
    </>
  );
}
