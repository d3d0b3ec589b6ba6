import { Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Engine } from '../../shared/load-measurement.ts';
import { engineLook } from './engine-look.ts';
import { Hatches, hatchId } from './hatches.tsx';

/** Which colour, line and hatching is which engine. */
export function EngineKey({ engines }: { engines: readonly Engine[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <Group gap="md">
      {engines.map((engine) => (
        <Group key={engine} gap={8} wrap="nowrap">
          <svg width={26} height={14} aria-hidden="true">
            <Hatches chart="key" />
            <rect width={26} height={9} rx={2} fill={`url(#${hatchId('key', engine)})`} />
            <line
              x1={0}
              x2={26}
              y1={12.5}
              y2={12.5}
              stroke={engineLook[engine].colour}
              strokeWidth={2.5}
              strokeDasharray={engineLook[engine].dash}
            />
          </svg>
          <Text size="sm">{t(`loads.engine.${engine}`)}</Text>
        </Group>
      ))}
    </Group>
  );
}
