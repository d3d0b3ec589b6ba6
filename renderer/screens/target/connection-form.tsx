import { Checkbox, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type ReactElement, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, Saved } from '../../../shared/console/connection.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { SslMode, type Target } from '../../../shared/target.ts';
import { Failure } from '../../components/failure.tsx';
import { WholeNumberInput } from '../../components/whole-number-input.tsx';
import { saveAndCheck } from '../../stores/save-connection.ts';
import { CheckButton } from './check-button.tsx';

interface Fields {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly mode: SslMode;
  readonly caFile: string;
  readonly saved: Saved;
}

/** A server by its fields. */
export function ConnectionForm({ known }: { known: Connection | undefined }): ReactElement {
  const { t } = useTranslation();
  const [fields, setFields] = useState(() => fieldsOf(known));
  const [error, setError] = useState<ErrorReport>();
  const [isBusy, setBusy] = useState(false);
  const change = (some: Partial<Fields>) => setFields((before) => ({ ...before, ...some }));
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const wrong = await saveAndCheck({
      ...(known === undefined ? {} : { id: known.id }),
      name: fields.name,
      at: { kind: 'fields', target: targetOf(fields) },
      ...(fields.password === '' ? {} : { password: fields.password }),
      saved: fields.saved,
    });
    setError(wrong);
    setBusy(false);
    // The console has it; it doesn't stay in the window.
    if (wrong === undefined) change({ password: '' });
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('target.field.host')}
            description={t('target.hint.host')}
            required
            dir="ltr"
            value={fields.host}
            onChange={({ currentTarget }) => change({ host: currentTarget.value })}
          />
          <WholeNumberInput
            label={t('target.field.port')}
            description={t('target.hint.port')}
            required
            max={65_535}
            initial={fields.port}
            // An empty field isn't sent: it is required.
            onNumber={(port) => change(port === undefined ? {} : { port })}
          />
          <TextInput
            label={t('target.field.database')}
            description={t('target.hint.database')}
            required
            dir="ltr"
            value={fields.database}
            onChange={({ currentTarget }) => change({ database: currentTarget.value })}
          />
          <TextInput
            label={t('target.field.user')}
            description={t('target.hint.user')}
            required
            dir="ltr"
            autoComplete="off"
            value={fields.user}
            onChange={({ currentTarget }) => change({ user: currentTarget.value })}
          />
          <PasswordInput
            label={t('target.field.password')}
            description={t(
              known !== undefined && known.password !== 'none'
                ? 'target.hint.passwordKnown'
                : 'target.hint.password',
            )}
            dir="ltr"
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('target.showPassword'), tabIndex: 0 }}
            value={fields.password}
            onChange={({ currentTarget }) => change({ password: currentTarget.value })}
          />
          <Select
            label={t('target.field.tls')}
            description={t('target.hint.tls')}
            allowDeselect={false}
            data={SslMode.options.map((value) => ({ value, label: t(`target.tls.${value}`) }))}
            value={fields.mode}
            onChange={(value) => change({ mode: SslMode.options.find((mode) => mode === value) ?? 'prefer' })}
          />
          {fields.mode === 'verify-ca' || fields.mode === 'verify-full' ? (
            <TextInput
              label={t('target.field.caFile')}
              description={t('target.hint.caFile')}
              dir="ltr"
              value={fields.caFile}
              onChange={({ currentTarget }) => change({ caFile: currentTarget.value })}
            />
          ) : null}
          <TextInput
            label={t('target.field.name')}
            description={t('target.hint.name')}
            maxLength={200}
            value={fields.name}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
        </SimpleGrid>
        <Checkbox
          label={t('target.remember')}
          checked={fields.saved !== 'no'}
          onChange={({ currentTarget }) => change({ saved: currentTarget.checked ? 'once let in' : 'no' })}
        />
        {error ? <Failure error={error} /> : null}
        <CheckButton loading={isBusy} />
      </Stack>
    </form>
  );
}

function fieldsOf(known: Connection | undefined): Fields {
  const endpoint = known?.target.endpoint;
  return {
    name: known?.name ?? '',
    host: endpoint === undefined ? 'localhost' : endpoint.kind === 'tcp' ? endpoint.host : endpoint.folder,
    port: endpoint?.port ?? 5432,
    database: known?.target.database ?? 'att_school',
    user: known?.target.user ?? 'postgres',
    password: '',
    mode: known?.target.ssl.mode ?? 'prefer',
    caFile: known?.target.ssl.caFile ?? '',
    saved: known?.saved === 'no' ? 'no' : 'once let in',
  };
}

/** A host that begins like a path is the folder of a socket, as PostgreSQL's own programs have it. */
function targetOf({ host, port, database, user, mode, caFile }: Fields): Omit<Target, 'password'> {
  return {
    endpoint: host.startsWith('/')
      ? { kind: 'socket', folder: host, port }
      : { kind: 'tcp', host: host.trim(), port },
    database: database.trim(),
    user: user.trim(),
    ssl: { mode, ...(caFile === '' ? {} : { caFile }) },
  };
}
