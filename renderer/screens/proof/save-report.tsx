import { Button } from '@mantine/core';
import { IconFileTypeHtml, IconPrinter } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { saveRun } from '../../api/save-run.ts';
import { useConsole } from '../../stores/console.ts';

/** The report on paper, or as a file for whoever asks. */
export function SaveReport({ runId }: { runId: string }): ReactElement {
  const { t } = useTranslation();
  const door = useConsole(({ console }) => console?.door);
  return (
    <>
      <Button
        size="md"
        variant="default"
        leftSection={<IconFileTypeHtml size={18} aria-hidden="true" />}
        onClick={() => void saveRun(runId, 'html')}
      >
        {t('proof.saveHtml')}
      </Button>
      <Button
        size="md"
        leftSection={<IconPrinter size={18} aria-hidden="true" />}
        onClick={() => void saveRun(runId, 'pdf')}
      >
        {t(door === 'browser' ? 'proof.print' : 'proof.savePdf')}
      </Button>
    </>
  );
}
