import { Modal, Stack, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantineEntry } from '../../../shared/run.ts';
import { isolated, useReasonWords } from '../../components/error-words.ts';
import { Facts } from '../../components/facts.tsx';

interface PutAsideProps {
  readonly entry: QuarantineEntry;
  readonly opened: boolean;
  readonly close: () => void;
}

/** One row that was put aside, to be read whole: the reason and every value. */
export function PutAside({ entry, opened, close }: PutAsideProps): ReactElement {
  const { t } = useTranslation();
  const { table, key, action, row } = entry;
  const { column = entry.column, why } = useReasonWords()(entry.reason);
  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      title={t('proof.quarantine.title', { table: isolated(table), key: isolated(key) })}
      closeButtonProps={{ 'aria-label': t('words.close') }}
    >
      <Stack>
        <Facts
          facts={[
            {
              label: t('proof.quarantine.reason'),
              value: why,
              hint: column === undefined ? undefined : <bdi>{column}</bdi>,
            },
            { label: t('proof.quarantine.action'), value: t(`proof.action.${action}`) },
          ]}
        />
        <Table withRowBorders verticalSpacing={6} aria-label={t('proof.quarantine.row')}>
          <Table.Tbody>
            {Object.entries(row).map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" w="35%" fw={500} c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{name}</bdi>
                </Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                  {value === null ? (
                    <Text component="span" size="sm" className="grid-null">
                      {t('grid.empty')}
                    </Text>
                  ) : (
                    <bdi>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</bdi>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}
