import type { SourceTable } from '../../../shared/source.ts';

export interface Box {
  readonly table: SourceTable;
  readonly x: number;
  readonly y: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly width: number;
  readonly height: number;
}

export const boxWidth = 172;
export const boxHeight = 54;
const gapAcross = 96;
const gapDown = 22;

/** Tables in columns: what others refer to stands first, each table one column after the last it refers to. */
export function layOut(tables: readonly SourceTable[]): Layout {
  const arrows = tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys
      .filter(({ parentExists }) => parentExists)
      .map((key) => ({ from: name, to: key.parentTable, columns: key.columns })),
  );
  const depths = depthsOf(tables, arrows);
  const byDepth = Map.groupBy(tables, ({ name }) => depths.get(name) ?? 0);
  const filled = [...byDepth].toSorted(([one], [other]) => one - other).map(([, column]) => column);
  const tallest = Math.max(1, ...filled.map((column) => column.length));
  const height = tallest * (boxHeight + gapDown) - gapDown;
  const boxes = filled.flatMap((column, index) => {
    const ordered = orderByParents(column, filled.slice(0, index), arrows);
    const top = (height - (ordered.length * (boxHeight + gapDown) - gapDown)) / 2;
    return ordered.map((table, place) => ({
      table,
      x: index * (boxWidth + gapAcross),
      y: top + place * (boxHeight + gapDown),
    }));
  });
  return {
    boxes,
    arrows,
    width: Math.max(0, filled.length * (boxWidth + gapAcross) - gapAcross),
    height: Math.max(0, height),
  };
}

/** The longest way to a table that refers to nothing; a circle of references is entered once. */
function depthsOf(tables: readonly SourceTable[], arrows: readonly Arrow[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const onTheWay = new Set<string>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    if (onTheWay.has(name)) return 0;
    onTheWay.add(name);
    const parents = arrows.filter(({ from, to }) => from === name && to !== name);
    const depth = parents.reduce((most, { to }) => Math.max(most, depthOf(to) + 1), 0);
    onTheWay.delete(name);
    depths.set(name, depth);
    return depth;
  };
  for (const { name } of tables) depthOf(name);
  return depths;
}

/** Near the middle of what they refer to, so that fewer arrows cross. */
function orderByParents(
  column: readonly SourceTable[],
  before: readonly (readonly SourceTable[])[],
  arrows: readonly Arrow[],
): SourceTable[] {
  const places = new Map(
    before.flatMap((tables) => tables.map(({ name }, place) => [name, place / tables.length])),
  );
  const middle = ({ name }: SourceTable) => {
    const parents = arrows.filter(({ from }) => from === name).map(({ to }) => places.get(to) ?? 0.5);
    return parents.length === 0 ? 0.5 : parents.reduce((sum, place) => sum + place, 0) / parents.length;
  };
  return column.toSorted((one, other) => middle(one) - middle(other));
}
