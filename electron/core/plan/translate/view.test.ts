import { expect, it } from 'vitest';
import type { TargetType } from '../../../../shared/plan.ts';
import { type ColumnTypes, translateView, translateViews } from './index.ts';

const table = (columns: Record<string, TargetType>): ColumnTypes =>
  new Map(Object.entries(columns).map(([name, type]) => [name.toLowerCase(), { name, type }]));

const tables = new Map([
  [
    'Order Details',
    table({ OrderID: { name: 'bigint' }, Quantity: { name: 'integer' }, Note: { name: 'text' } }),
  ],
  [
    'Orders',
    table({ OrderID: { name: 'bigint' }, OrderDate: { name: 'timestamp' }, doc: { name: 'jsonb' } }),
  ],
]);

async function outcome(query: string): Promise<string> {
  const translation = await translateView(`CREATE VIEW v ${query}`, tables);
  return translation.kind === 'carried' ? translation.sql : `✗ ${translation.reason}`;
}

it.each([
  [
    'AS SELECT orderid, quantity * 2 AS twice FROM [order details]',
    'SELECT "Order Details"."OrderID" AS "OrderID", "Order Details"."Quantity"::bigint * 2 AS "twice" FROM "Order Details"',
  ],
  [
    '(a) AS SELECT Quantity > 1 FROM [Order Details]',
    'SELECT ("Order Details"."Quantity" > 1)::integer AS "a" FROM "Order Details"',
  ],
  [
    'AS SELECT * FROM Orders o JOIN [Order Details] USING (OrderID) WHERE "none" = Note',
    `SELECT "OrderID" AS "OrderID", "o"."OrderDate" AS "OrderDate", "o"."doc" AS "doc", "Order Details"."Quantity" AS "Quantity", "Order Details"."Note" AS "Note" FROM ("Orders" AS "o" JOIN "Order Details" USING ("OrderID")) WHERE 'none' = "Order Details"."Note"`,
  ],
  [
    'AS SELECT a.OrderID, b.OrderID FROM Orders a, Orders b',
    'SELECT "a"."OrderID" AS "OrderID", "b"."OrderID" AS "OrderID:1" FROM ("Orders" AS "a" CROSS JOIN "Orders" AS "b")',
  ],
])('%s', async (query, expected) => {
  expect(await outcome(query)).toBe(expected);
});

it.each([
  ['AS SELECT * FROM nowhere', /nowhere, which is not carried/],
  ['AS SELECT * FROM json_each(1)', /table-valued function json_each/],
  ['AS SELECT rowid FROM Orders', /rowid/],
  ['AS SELECT OrderID FROM Orders JOIN [Order Details]', /several tables have/],
  ['AS SELECT DISTINCT doc FROM Orders', /JSON/],
  [
    "AS SELECT * FROM Orders WHERE OrderDate BETWEEN datetime('1997-01-01') AND datetime('1997-12-31')",
    /letter by letter/,
  ],
  ['AS SELECT OrderID FROM Orders UNION SELECT Note FROM [Order Details]', /several types/],
  [
    'AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
    /n of its WITH is recursive: it reads itself/,
  ],
  [
    'AS WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n',
    /n of its WITH is recursive: it reads itself/,
  ],
  // PostgreSQL would read the table of that name.
  [
    'AS WITH a AS (SELECT * FROM Orders), orders AS (SELECT 1 AS x) SELECT * FROM a',
    /reads orders of its WITH before that is there/,
  ],
  ['AS VALUES (1)', /VALUES/],
  ["AS SELECT a.Quantity + 'x' FROM [Order Details] a", /joins texts/],
  ['AS SELECT sum(OrderID) OVER w FROM Orders WINDOW w AS (ORDER BY OrderID)', /windows by name/],
  ['AS SELECT upper(DISTINCT Note) FROM [Order Details]', /aggregates by upper/],
  ['AS SELEC 1', /not a view that SQLite could read/],
])('%s is refused', async (query, reason) => {
  expect(await outcome(query)).toMatch(reason);
});

it('puts a view after those that it reads, and refuses one that reads a refused one', async () => {
  const views = await translateViews(
    [
      { name: 'top', sql: 'CREATE VIEW top AS SELECT total FROM Base WHERE total > 2' },
      { name: 'base', sql: 'CREATE VIEW base AS SELECT sum(Quantity) AS total FROM [Order Details]' },
      { name: 'lost', sql: 'CREATE VIEW lost AS SELECT * FROM broken' },
      { name: 'broken', sql: 'CREATE VIEW broken AS SELECT rowid FROM Orders' },
    ],
    tables,
  );
  expect(views.map(({ name, translation }) => [name, translation.kind])).toEqual([
    ['base', 'carried'],
    ['top', 'carried'],
    ['lost', 'not carried'],
    ['broken', 'not carried'],
  ]);
});
