import { ActionIcon, Button, Card, Group, Menu, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { type ReactElement, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/console/connection.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { ask, reportOf } from '../../api/console.ts';
import { Failure } from '../../components/failure.tsx';
import { checkConnection } from '../../stores/check-connection.ts';
import { useConsole } from '../../stores/console.ts';

/** Servers of before: used again, renamed, removed. */
export function SavedConnections(): ReactElement | null {
  const { t } = useTranslation();
  const connections = useConsole(({ console }) => console?.connections);
  const [renaming, setRenaming] = useState<Connection>();
  const [removing, setRemoving] = useState<Connection>();
  const [error, setError] = useState<ErrorReport>();
  const known = connections?.filter(({ saved }) => saved === 'yes') ?? [];
  if (known.length === 0) return null;
  const trying = (asked: Promise<unknown>) => {
    asked.then(
      () => setError(undefined),
      (reason: unknown) => setError(reportOf(reason)),
    );
  };
  return (
    <Card>
      <Stack gap="xs">
        <Title order={2}>{t('target.saved.title')}</Title>
        {known.map((connection) => (
          <SavedLine
            key={connection.id}
            connection={connection}
            rename={() => setRenaming(connection)}
            remove={() => setRemoving(connection)}
          />
        ))}
        {error ? <Failure error={error} /> : null}
      </Stack>
      {renaming === undefined ? null : (
        <Rename
          connection={renaming}
          close={() => setRenaming(undefined)}
          rename={({ id, target, saved }, name) =>
            trying(ask('connection.save', { id, name, at: { kind: 'fields', target }, saved }))
          }
        />
      )}
      <Modal
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('target.saved.removeTitle', { name: removing?.name ?? '' })}
        closeButtonProps={{ 'aria-label': t('words.close') }}
      >
        <Stack>
          <Text>{t('target.saved.removeText')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setRemoving(undefined)}>
              {t('words.cancel')}
            </Button>
            <Button
              color="red.9"
              onClick={() => {
                if (removing) trying(ask('connection.remove', { id: removing.id }));
                setRemoving(undefined);
              }}
            >
              {t('target.saved.remove')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}

interface SavedLineProps {
  readonly connection: Connection;
  readonly rename: () => void;
  readonly remove: () => void;
}

function SavedLine({ connection, rename, remove }: SavedLineProps): ReactElement {
  const { t } = useTranslation();
  const { endpoint, database, user } = connection.target;
  const where = endpoint.kind === 'tcp' ? `${endpoint.host}:${endpoint.port}` : endpoint.folder;
  return (
    <Group justify="space-between" wrap="nowrap">
      <Stack gap={0} miw={0}>
        <Text fw={550}>
          <bdi>{connection.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed">
          <span className="verbatim">{`${user}@${where}/${database}`}</span>
          {' · '}
          {t(`target.saved.password.${connection.password}`)}
        </Text>
      </Stack>
      <Group gap="xs" wrap="nowrap">
        <Button variant="default" size="xs" onClick={() => void checkConnection(connection.id)}>
          {t('target.saved.use')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" aria-label={t('target.saved.more', { name: connection.name })}>
              <IconDots size={18} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden="true" />} onClick={rename}>
              {t('target.saved.rename')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} aria-hidden="true" />} onClick={remove}>
              {t('target.saved.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Group>
  );
}

interface RenameProps {
  readonly connection: Connection;
  readonly close: () => void;
  readonly rename: (connection: Connection, name: string) => void;
}

function Rename({ connection, close, rename }: RenameProps): ReactElement {
  const { t } = useTranslation();
  const [name, setName] = useState(connection.name);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rename(connection, name);
    close();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('target.saved.rename')}
      closeButtonProps={{ 'aria-label': t('words.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('target.field.name')}
            required
            maxLength={200}
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('words.cancel')}
            </Button>
            <Button type="submit">{t('target.saved.rename')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
