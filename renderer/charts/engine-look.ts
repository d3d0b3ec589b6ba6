import type { Engine } from '../../shared/load-measurement.ts';

interface EngineLook {
  readonly colour: string;
  /** Of its lines, so that they can be told apart without colour. */
  readonly dash: string;
  /** Of its bars: lines across, for the same reason. */
  readonly hatch: 'none' | 'slanting' | 'dotted';
}

/** How each engine is drawn, in every chart the same. */
export const engineLook: Readonly<Record<Engine, EngineLook>> = {
  sqlite: { colour: 'var(--rollcall-sqlite)', dash: '7 4', hatch: 'slanting' },
  postgres: { colour: 'var(--rollcall-postgres)', dash: '2 3', hatch: 'dotted' },
  'postgres indexed': { colour: 'var(--rollcall-indexed)', dash: '', hatch: 'none' },
};
