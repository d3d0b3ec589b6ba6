import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface RemoveQuestionProps {
  readonly title: string;
  /** What goes, and what stays. */
  readonly children: ReactNode;
  readonly no: string;
  readonly yes: string;
  readonly close: () => void;
  readonly remove: () => void;
}

/** Asks before something goes that nobody can bring back. Nothing goes by pressing Enter at once. */
export function RemoveQuestion(props: RemoveQuestionProps): ReactElement {
  const { title, children, no, yes, close, remove } = props;
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('words.close') }}>
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {no}
          </Button>
          <Button
            color="red.9"
            onClick={() => {
              close();
              remove();
            }}
          >
            {yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
