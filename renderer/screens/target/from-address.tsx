import { Checkbox, Stack, TextInput } from '@mantine/core';
import { type ReactElement, type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionDraft, Saved } from '../../../shared/console/connection.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { Failure } from '../../components/failure.tsx';

interface FromAddressProps {
  /** @returns what is wrong with it as it was entered */
  readonly take: (draft: ConnectionDraft) => Promise<ErrorReport | undefined>;
  readonly button: (isBusy: boolean) => ReactNode;
}

/** A server by its pasted address. */
export function FromAddress({ take, button }: FromAddressProps): ReactElement {
  const { t } = useTranslation();
  const [url, setUrl] = useState('');
  const [saved, setSaved] = useState<Saved>('once let in');
  const [error, setError] = useState<ErrorReport>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const wrong = await take({ name: '', at: { kind: 'url', url: url.trim() }, saved });
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
          checked={saved !== 'no'}
          onChange={({ currentTarget }) => setSaved(currentTarget.checked ? 'once let in' : 'no')}
        />
        {error ? <Failure error={error} /> : null}
        {button(isBusy)}
      </Stack>
    </form>
  );
}
