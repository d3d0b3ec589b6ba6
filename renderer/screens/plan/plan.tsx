import { Accordion, Stack, Tabs, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../shared/finding.ts';
import type { PlanEdit, Plan as PlanFacts } from '../../../shared/plan.ts';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { useConsole } from '../../stores/console.ts';
import { editUnderWay, useEditJob } from '../../stores/edit-plan.ts';
import { Indexes } from './indexes.tsx';
import { LeftOut } from './left-out.tsx';
import { Options } from './options.tsx';
import { PlannedTables } from './planned-tables.tsx';
import { Sql } from './sql.tsx';
import { TablesThere, useTablesThere } from './tables-there.tsx';

const noFindings: readonly Finding[] = [];

/** What will be built, to be read and changed before it is. */
export default function Plan(): ReactElement {
  const { t } = useTranslation();
  const plan = useConsole(({ console }) => console?.line.plan);
  const findings = useConsole(({ console }) => console?.line.examined?.findings ?? noFindings);
  const goTo = useConsole((store) => store.goTo);
  const trying = useEditJob();
  const edit = editUnderWay(trying);
  const isTrying = edit !== undefined;
  const mode = useConsole(({ console }) => console?.line.options.mode);
  const there = useTablesThere();
  const isUnsettled = there !== undefined && mode === 'create';
  return (
    <Screen
      title={t('plan.title')}
      lead={t('plan.lead')}
      back="check"
      action={{
        label: t('plan.next'),
        onClick: () => void goTo('move'),
        disabled: plan === undefined || isTrying || isUnsettled,
        hint: isTrying ? t('plan.trying') : isUnsettled ? t('plan.unsettled') : undefined,
      }}
    >
      {trying?.status === 'failed' ? <Failure error={trying.error} /> : null}
      {plan === undefined || there === undefined ? null : <TablesThere there={there} />}
      {plan === undefined ? (
        <Notice tone="plain" title={t('plan.none')} />
      ) : (
        <Parts plan={plan} findings={findings} edit={edit} />
      )}
    </Screen>
  );
}

interface PartsProps {
  readonly plan: PlanFacts;
  readonly findings: readonly Finding[];
  readonly edit: PlanEdit | undefined;
}

function Parts({ plan, findings, edit }: PartsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Tabs defaultValue="tables" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="tables">{t('plan.tab.tables')}</Tabs.Tab>
          <Tabs.Tab value="indexes">{t('plan.tab.indexes')}</Tabs.Tab>
          <Tabs.Tab value="leftOut">{t('plan.tab.leftOut', { count: plan.notCarried.length })}</Tabs.Tab>
          <Tabs.Tab value="sql">{t('plan.tab.sql')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tables">
          <PlannedTables plan={plan} findings={findings} edit={edit} />
        </Tabs.Panel>
        <Tabs.Panel value="indexes">
          <Indexes plan={plan} />
        </Tabs.Panel>
        <Tabs.Panel value="leftOut">
          <LeftOut notCarried={plan.notCarried} />
        </Tabs.Panel>
        <Tabs.Panel value="sql">
          <Sql plan={plan} />
        </Tabs.Panel>
      </Tabs>
      <Accordion variant="separated" radius="lg">
        <Accordion.Item value="options">
          <Accordion.Control>
            <Text fw={600}>{t('plan.options.title')}</Text>
            <Text size="sm" c="dimmed">
              {t('plan.options.text')}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Options isTrying={edit !== undefined} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}
