import { Card, Table } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Phase } from '../../../shared/run.ts';
import { useNumbers } from '../../components/numbers.ts';

/** How long each part of the run took. */
export function Times({ phases }: { phases: readonly Phase[] }): ReactElement {
  const { t } = useTranslation();
  const { seconds } = useNumbers();
  return (
    <Card padding="xs" maw={520}>
      <Table verticalSpacing={6} aria-label={t('proof.tab.times')}>
        <Table.Tbody>
          {phases.map(({ name, ms }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={500}>
                {t(`stage.${name}`, { defaultValue: name })}
              </Table.Th>
              <Table.Td ta="end" className="tabular">
                {seconds(ms / 1000)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
