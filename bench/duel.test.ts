import { expect, it } from 'vitest';
import { type DuelStatement, numbered } from './duel.ts';
import { within } from './goals.ts';
import { pgbenchScript, readThroughput } from './referee.ts';

const statement: DuelStatement = {
  name: 'a class on a day',
  sql: "SELECT * FROM attendance WHERE date = DATE '2025-08-31' + :day::int AND class_id = :class",
  draws: [
    { name: 'class', from: 1, to: 31 },
    { name: 'day', from: 0, to: 4 },
  ],
};

it('gives both the same statement, with values from the same ranges', () => {
  expect(numbered(statement)).toBe(
    "SELECT * FROM attendance WHERE date = DATE '2025-08-31' + $2::int AND class_id = $1",
  );
  expect(pgbenchScript(statement)).toBe(
    `\\set class random(1, 31)\n\\set day random(0, 4)\n${statement.sql};\n`,
  );
});

it("reads pgbench's throughput, and takes no other number for it", () => {
  const summary = 'latency average = 0.273 ms\ninitial connection time = 8.7 ms\n';
  expect(readThroughput(`${summary}tps = 36576.230394 (without initial connection time)\n`)).toBe(
    36_576.230394,
  );
  expect(() => readThroughput(summary)).toThrow('pgbench told no throughput');
});

it('reaches a goal of likeness from neither too far above nor too far below', () => {
  expect(within(0.2, 'p50', 0.85)).toMatchObject({ wanted: '0.80 to 1.20', verdict: 'reached' });
  expect(within(0.2, 'p50', 1.21)).toMatchObject({ measured: '1.21', verdict: 'not reached' });
  expect(within(0.2, 'p50', 0.79)).toMatchObject({ verdict: 'not reached' });
});
