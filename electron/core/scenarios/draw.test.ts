import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Scenario } from '../../../shared/scenario.ts';
import { seededRandom } from '../values/random.ts';
import { drawOperations } from './draw.ts';

function scenario(draw: Scenario['draw']): Scenario {
  return Scenario.parse({
    name: 'one',
    screen: 'One',
    writes: false,
    statements: [{ sqlite: 'SELECT 1', postgres: 'SELECT 1' }],
    ...(draw === undefined ? {} : { draw }),
  });
}

/** Rows with `n` from 0 on, of which each tenth has a class of three. */
function school(rows: number): Database.Database {
  const db = new Database(':memory:');
  db.exec(`CREATE TABLE lesson AS WITH RECURSIVE count (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count LIMIT ${rows})
           SELECT n FROM count; CREATE TABLE student (n, name)`);
  db.exec(
    "INSERT INTO student SELECT n, letter FROM lesson, (SELECT 'a' AS letter UNION SELECT 'b') WHERE n % 10 = 0",
  );
  return db;
}

const numbers = (db: Database.Database, draw: Scenario['draw'], seed = 1) =>
  drawOperations(db, scenario(draw), seededRandom(seed, 0)).drawn.map(({ values }) => Number(values['n']));

test('uniform draws are from all rows, also of a table too large to hold', () => {
  const drawn = numbers(school(60_000), { sql: 'SELECT n FROM lesson', by: 'uniform' });
  const thirds = [0, 1, 2].map((third) => drawn.filter((n) => Math.floor(n / 20_000) === third).length);
  for (const third of thirds) expect(Math.abs(third / drawn.length - 1 / 3)).toBeLessThan(0.05);
});

test('recent draws are nine times out of ten from the first tenth', () => {
  const drawn = numbers(school(1000), { sql: 'SELECT n FROM lesson ORDER BY n', by: 'recent' });
  const share = drawn.filter((n) => n < 100).length / drawn.length;
  expect(share).toBeGreaterThan(0.88);
  expect(share).toBeLessThan(0.94);
  expect(drawn.some((n) => n > 900)).toBe(true);
});

test('the same seed draws the same, another one others', () => {
  const draw = { sql: 'SELECT n FROM lesson', by: 'uniform' } as const;
  expect(numbers(school(100), draw)).toEqual(numbers(school(100), draw));
  expect(numbers(school(100), draw, 2)).not.toEqual(numbers(school(100), draw));
});

test('statements that are repeated get the rows of their operation; whole numbers stay exact', () => {
  const db = school(100);
  const each = 'SELECT name, 9007199254740993 AS big FROM student WHERE n = :n ORDER BY name';
  const { drawn } = drawOperations(
    db,
    scenario({ sql: 'SELECT n FROM lesson WHERE n IN (10, 11)', by: 'uniform', each }),
    seededRandom(1, 0),
  );
  const [ten, eleven] = [10n, 11n].map((n) => drawn.find(({ values }) => values['n'] === n));
  expect(ten?.each).toEqual(['a', 'b'].map((name) => ({ name, big: 9007199254740993n })));
  expect(eleven?.each).toEqual([]);
});

test('an empty table has nothing to draw from, and a scenario without a draw needs none', () => {
  expect(numbers(school(1), { sql: 'SELECT n FROM lesson WHERE n > 5', by: 'recent' })).toEqual([]);
  expect(drawOperations(school(1), scenario(undefined), seededRandom(1, 0)).drawn).toEqual([
    { values: {}, each: [] },
  ]);
});
