import { Accordion, Checkbox, Chip, Group, Radio, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { engines } from '../../../shared/load-measurement.ts';
import type { LoadOptions } from '../../../shared/load-test.ts';
import type { Scenario } from '../../../shared/scenario.ts';
import { useNumbers } from '../../components/numbers.ts';
import { WholeNumberInput } from '../../components/whole-number-input.tsx';
import { useScenarioNames } from './scenario-names.ts';

const userSteps = [1, 5, 10, 25, 50, 100] as const;

interface OptionsProps {
  readonly options: LoadOptions;
  readonly set: (options: LoadOptions) => void;
  readonly scenarios: readonly Scenario[];
}

/** What few people need to change. */
export function Options({ options, set, scenarios }: OptionsProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Accordion variant="separated" radius="lg">
      <Accordion.Item value="options">
        <Accordion.Control>
          <Text fw={600}>{t('loads.options.title')}</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="lg">
            <Scenarios options={options} set={set} scenarios={scenarios} />
            <Users options={options} set={set} />
            <HowLong options={options} set={set} />
            <Arrivals options={options} set={set} />
            <Servers options={options} set={set} />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Scenarios({ options, set, scenarios }: OptionsProps): ReactElement {
  const { t } = useTranslation();
  const nameOf = useScenarioNames();
  const { scenarios: chosen, ...rest } = options;
  const all = scenarios.map(({ name }) => name);
  return (
    <Checkbox.Group
      label={t('loads.options.scenarios')}
      value={[...(chosen ?? all)]}
      onChange={(names) => {
        if (names.length === 0) return;
        set(names.length === all.length ? rest : { ...rest, scenarios: names });
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs" spacing="xs">
        {scenarios.map(({ name, screen, writes }) => (
          <Checkbox
            key={name}
            value={name}
            label={nameOf(name) === name ? screen : nameOf(name)}
            description={t(writes ? 'loads.options.writes' : 'loads.options.reads')}
          />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}

type PartProps = Omit<OptionsProps, 'scenarios'>;

function Users({ options, set }: PartProps): ReactElement {
  const { t } = useTranslation();
  const { users, ...rest } = options;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500} id="users-at-once">
        {t('loads.options.users')}
      </Text>
      <Chip.Group
        multiple
        value={(users ?? []).map(String)}
        onChange={(values) => {
          const numbers = values.map(Number).toSorted((one, other) => one - other);
          set(numbers.length === 0 ? rest : { ...rest, users: numbers });
        }}
      >
        <Group gap="xs" role="group" aria-labelledby="users-at-once">
          {userSteps.map((step) => (
            <Chip key={step} value={String(step)}>
              {t('loads.usersAtOnce', { count: step })}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Text size="xs" c="dimmed">
        {t('loads.options.usersText')}
      </Text>
    </Stack>
  );
}

function HowLong({ options, set }: PartProps): ReactElement {
  const { t } = useTranslation();
  const { bound } = options;
  const { rough: decimal } = useNumbers();
  return (
    <Group align="flex-start">
      <WholeNumberInput
        label={t('loads.options.seconds')}
        description={t('loads.options.secondsText')}
        w={240}
        max={600}
        placeholder={bound.kind === 'seconds' ? decimal(bound.seconds) : ''}
        onNumber={(seconds) => {
          if (seconds !== undefined) set({ ...options, bound: { kind: 'seconds', seconds } });
        }}
      />
      <WholeNumberInput
        label={t('loads.options.rounds')}
        description={t('loads.options.roundsText')}
        w={240}
        max={50}
        initial={options.rounds}
        onNumber={(rounds) => {
          if (rounds !== undefined) set({ ...options, rounds });
        }}
      />
    </Group>
  );
}

function Arrivals({ options, set }: PartProps): ReactElement {
  const { t } = useTranslation();
  const { pattern } = options;
  return (
    <Radio.Group
      label={t('loads.options.pattern')}
      value={pattern.kind}
      onChange={(kind) =>
        set({ ...options, pattern: kind === 'open' ? { kind: 'open', perSecond: 20 } : { kind: 'closed' } })
      }
    >
      <Stack gap="xs" mt="xs">
        <Radio value="closed" label={t('loads.options.closed')} description={t('loads.options.closedText')} />
        <Radio value="open" label={t('loads.options.open')} description={t('loads.options.openText')} />
        {pattern.kind === 'open' ? (
          <WholeNumberInput
            ms={32}
            w={240}
            label={t('loads.options.rate')}
            max={100_000}
            initial={pattern.perSecond}
            onNumber={(perSecond) => {
              if (perSecond !== undefined) set({ ...options, pattern: { kind: 'open', perSecond } });
            }}
          />
        ) : null}
      </Stack>
    </Radio.Group>
  );
}

function Servers({ options, set }: PartProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Stack>
      <Group align="flex-start">
        <WholeNumberInput
          label={t('loads.options.pool')}
          description={t('loads.options.poolText')}
          w={320}
          max={100}
          initial={options.pool}
          onNumber={(pool) => {
            if (pool !== undefined) set({ ...options, pool });
          }}
        />
      </Group>
      <Switch
        label={t('loads.options.prePing')}
        description={t('loads.options.prePingText')}
        checked={options.prePing}
        onChange={({ currentTarget }) => set({ ...options, prePing: currentTarget.checked })}
      />
      <Checkbox.Group
        label={t('loads.options.engines')}
        value={[...options.engines]}
        onChange={(chosen) => {
          const wanted = engines.filter((engine) => chosen.includes(engine));
          if (wanted.length > 0) set({ ...options, engines: wanted });
        }}
      >
        <Group mt="xs">
          {engines.map((engine) => (
            <Checkbox key={engine} value={engine} label={t(`loads.engine.${engine}`)} />
          ))}
        </Group>
      </Checkbox.Group>
    </Stack>
  );
}
