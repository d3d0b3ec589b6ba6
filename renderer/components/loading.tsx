import { Center, Loader } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** Stands where something will be in a moment. */
export function Loading(): ReactElement {
  const { t } = useTranslation();
  return (
    <Center mih={200} role="status" aria-label={t('words.loading')}>
      <Loader />
    </Center>
  );
}
