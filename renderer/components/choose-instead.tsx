import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { openPath } from '../stores/open-path.ts';
import { FilePicker } from './file-picker.tsx';
import { Notice } from './notice.tsx';

/** A file was dropped on a page that isn't told where it lies: says so, and lets a person point at it. */
export default function ChooseInstead({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <FilePicker opened close={close} choose={openPath} what="database">
      <Notice tone="note" role="status" title={t('picker.dropped.title')}>
        <Text>{t('picker.dropped.text')}</Text>
      </Notice>
    </FilePicker>
  );
}
