import { Checkbox, Stack, TextInput } from '@mantine/core';
import { type ReactElement, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { Failure } from '../../components/failure.tsx';
import { saveAndCheck } from '../../stores/save-connection.ts';
import { CheckButton } from './check-button.tsx';

/** A server by its pasted address. */
export function FromAddress(): ReactElement {
  const { t } = useTranslation();
  const [url, setUrl] = useState('');
  const [saved, setSaved] = useState(true);
  const [error, setError] = useState<ErrorReport>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const wrong = await saveAndCheck({ name: '', at: { kind: 'url', url: url.trim() }, saved });
    setError(wrong);
    setBusy(false);
    // It may hold a password, which doesn't stay in the window.
    if (wrong === undefined) setUrl('');
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={t('target.address')}
          description={t('target.addressHint')}
          placeholder="postgresql://user@host:5432/att_school"
          required
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={url}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <Checkbox
          label={t('target.remember')}
          checked={saved}
          onChange={({ currentTarget }) => setSaved(currentTarget.checked)}
        />
        {error ? <Failure error={error} /> : null}
        <CheckButton loading={isBusy} />
      </Stack>
    </form>
  );
}
