import type { ReactElement } from 'react';
import { engines } from '../../shared/load-measurement.ts';
import { domId } from '../components/dom-id.ts';
import { engineLook } from './engine-look.ts';

/** Fills of bars that differ by more than their colour; a chart draws them before its bars. */
export function Hatches({ chart }: { chart: string }): ReactElement {
  return (
    <defs>
      {engines.map((engine) => {
        const { colour, hatch } = engineLook[engine];
        return (
          <pattern
            key={engine}
            id={hatchId(chart, engine)}
            width={6}
            height={6}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width={6} height={6} fill={colour} />
            {hatch === 'slanting' ? (
              <rect width={2} height={6} fill="var(--mantine-color-body)" opacity={0.55} />
            ) : null}
            {hatch === 'dotted' ? (
              <circle cx={3} cy={3} r={1.3} fill="var(--mantine-color-body)" opacity={0.75} />
            ) : null}
          </pattern>
        );
      })}
    </defs>
  );
}

/** Of the pattern with which a chart fills an engine's bars. */
export function hatchId(chart: string, engine: string): string {
  return domId(`${chart} ${engine}`);
}
