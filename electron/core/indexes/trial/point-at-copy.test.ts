import { expect, test } from 'vitest';
import { loadGrammar } from '../../postgres/grammar.ts';
import { pointAtCopy } from './point-at-copy.ts';

const copied = { schema: 'public', copy: 'a "copy"', tables: ['mark', 'Größe'] };

test.each<[string, string, string]>([
  [
    'tables and columns',
    'SELECT public.mark.day, mark.id FROM public.mark WHERE public . mark . id = $1',
    'SELECT "a ""copy""".mark.day, mark.id FROM "a ""copy""".mark WHERE "a ""copy""" . mark . id = $1',
  ],
  [
    'the whole row',
    'SELECT public.mark.* FROM public.mark',
    'SELECT "a ""copy""".mark.* FROM "a ""copy""".mark',
  ],
  [
    'the database as well',
    'SELECT FROM school.public.mark WHERE school.public.mark.id = 1',
    'SELECT FROM school."a ""copy""".mark WHERE school."a ""copy""".mark.id = 1',
  ],
  [
    'letters of two bytes, capitals and quotes',
    `SELECT 'é' FROM PUBLIC."Größe" AS ö JOIN "public".mark ON ö.n = mark.id`,
    `SELECT 'é' FROM "a ""copy"""."Größe" AS ö JOIN "a ""copy""".mark ON ö.n = mark.id`,
  ],
  [
    'what is written to',
    'UPDATE public.mark SET id = 1 WHERE id = 2',
    'UPDATE "a ""copy""".mark SET id = 1 WHERE id = 2',
  ],
  [
    'nothing else',
    "SELECT public.lower('public.mark'), public.id FROM other.mark, public.other, mark AS public",
    "SELECT public.lower('public.mark'), public.id FROM other.mark, public.other, mark AS public",
  ],
])('points at the copy by %s', async (_, sql, expected) => {
  expect(pointAtCopy(sql, await loadGrammar(), copied)).toBe(expected);
});
