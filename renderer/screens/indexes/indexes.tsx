import { Select, Tabs } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectionChoice, ConnectionFailure } from '../../components/connection-choice.tsx';
import { Loading } from '../../components/loading.tsx';
import { Screen } from '../../components/screen.tsx';
import { useConsole } from '../../stores/console.ts';
import { useView } from '../../stores/view.ts';
import { useWatched } from '../../stores/watched.ts';
import { Advice } from './advice.tsx';
import { Explain } from './explain.tsx';
import { Overview } from './overview.tsx';
import { useIndexReport } from './use-index-report.ts';

const parts = ['list', 'advice', 'explain'] as const;
type Part = (typeof parts)[number];

/** The indexes of a server: those of the school application first, then all others, and what to do about them. */
export default function Indexes(): ReactElement {
  const { t } = useTranslation();
  const server = useWatched();
  const usual = useConsole(({ console }) => console?.line.options.schema) ?? 'public';
  const isAsked = useView((view) => view.toExplain !== undefined);
  const [part, setPart] = useState<Part>(isAsked ? 'explain' : 'list');
  const [chosen, setChosen] = useState<string>();
  const schema = chosen ?? usual;
  const { report, error, isReading, readAnew } = useIndexReport(server, schema);
  const there = report?.indexes.map(({ name }) => name) ?? [];
  const schemas = [...new Set([...(report?.schemas ?? []), schema])];
  return (
    <Screen title={t('indexes.title')} lead={t('indexes.lead')}>
      <ConnectionChoice />
      {schemas.length > 1 ? (
        <Select
          label={t('plan.options.schema')}
          maw={240}
          allowDeselect={false}
          data={schemas}
          value={schema}
          onChange={(name) => setChosen(name ?? undefined)}
        />
      ) : null}
      {error === undefined ? null : <ConnectionFailure error={error} again={readAnew} />}
      {server !== undefined && report === undefined && error === undefined ? <Loading /> : null}
      {server === undefined || report === undefined ? null : (
        <Tabs
          value={part}
          onChange={(value) => setPart(parts.find((known) => known === value) ?? 'list')}
          keepMounted={false}
        >
          <Tabs.List mb="lg">
            {parts.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`indexes.tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="list">
            <Overview report={report} connection={server} isReading={isReading} readAnew={readAnew} />
          </Tabs.Panel>
          <Tabs.Panel value="advice">
            <Advice connection={server} schema={schema} there={there} />
          </Tabs.Panel>
          <Tabs.Panel value="explain">
            <Explain connection={server} schema={schema} there={there} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Screen>
  );
}
