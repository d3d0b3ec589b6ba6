import fc from 'fast-check';

/** A value to store, and how: a broken text goes in by its bytes. */
export type RandomValue =
  | null
  | bigint
  | number
  | string
  | { readonly blob: readonly number[] }
  | { readonly textOfBytes: readonly number[] };

const edgeIntegers = [
  0n,
  1n,
  -1n,
  2n ** 31n - 1n,
  2n ** 31n,
  -(2n ** 31n) - 1n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  1_700_000_000n,
  1_700_000_000_123n,
];
const smallInteger = fc.bigInt({ min: 0n, max: 5n });
const integer = fc.oneof(
  { weight: 3, arbitrary: smallInteger },
  fc.constantFrom(...edgeIntegers),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

const real = fc.oneof(
  fc.constantFrom(
    -0,
    0.1,
    1,
    2.5,
    1e15,
    1e16,
    1e21,
    2 ** 63,
    5e-324,
    2.2250738585072014e-308,
    1.7976931348623157e308,
    Infinity,
    -Infinity,
    2_460_925.75,
    1_757_226_000.25,
    100,
    123456789.125,
  ),
  fc.double({ noNaN: true }),
  fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100),
);

const nastyTexts = [
  '',
  ' ',
  'a',
  'A',
  'abc',
  'é',
  'É',
  'e\u0301',
  'a\0b',
  'a\0c',
  '\0',
  '\\',
  '\\N',
  '\\.',
  '\\.\n',
  'a\tb',
  'line\r\nbreak',
  '\n',
  '\ufeffBOM',
  '\ufffd',
  '🏫',
  '👩‍👩‍👧',
  'مدرسة',
  '\u202eright to left',
  "it's",
  '"quoted"',
  '{"a": 1}',
  'NULL',
  'true',
  '1',
  '1.0',
  '01',
  '+1',
  ' 1',
  '1 ',
  '1e3',
  '0x10',
  'Infinity',
  'nan',
  '١٢',
  '1,5',
  '-0',
  '\u2028',
  '\v\f\b\u0001\u001f\u007f\u0085',
  'x'.repeat(300),
];
const text = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...nastyTexts) },
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const word = fc.constantFrom('a', 'A', 'abc', 'é', 'مدرسة', 'b c', "it's", '🏫', 'z');

const bytes = fc.oneof(
  fc.constantFrom([], [0], [0xff], [0x5c, 0x78], [0x41, 0x42]),
  fc.array(fc.nat(255), { maxLength: 20 }),
);
const blob = bytes.map((blob) => ({ blob }));
const brokenText = fc
  .oneof(
    // In UTF-8: cut short, overlong, a surrogate, beyond U+10FFFF. In UTF-16: halves of pairs, odd lengths.
    fc.constantFrom(
      [0x61, 0xff],
      [0xc3],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x00, 0xd8],
      [0xd8, 0x00],
      [0x41, 0x00, 0x00, 0xdc],
      [0x00, 0x41, 0xdc, 0x00, 0x00, 0x42],
      [0x00, 0xd8, 0x41, 0x00],
      [0x41],
      [0xfe, 0xff, 0x00, 0x41],
    ),
    fc.array(fc.nat(255), { maxLength: 8 }),
  )
  .map((textOfBytes) => ({ textOfBytes }));

const date = fc.constantFrom(
  '2025-09-07',
  '2024-02-29',
  '2026-01-01',
  '1970-01-01',
  '0001-01-01',
  '9999-12-31',
);
const moment = fc.constantFrom(
  '2025-09-07 07:00:00',
  '2025-09-07T07:00:00',
  '2025-09-07 07:00:00.5',
  '2025-09-07 07:00:00.123456',
  '2025-09-07 07:00',
  '2024-02-29 23:59:59',
  '1969-12-31 23:59:59.999999',
);
const oddDate = fc.constantFrom(
  '2025-09-07T07:00:00Z',
  '2025-09-07 07:00:00+03:00',
  '2025-09-07 07:00:00-0330',
  '2025-09-07 07:00:00.1234567',
  '2025-02-30',
  '0000-00-00 00:00:00',
  '07/09/2025',
  '25/12/2025',
  '12/25/2025',
  '7.9.2025 7:05',
  '24:00:00',
  '2025-09-07 24:00:00',
  '2025-9-7',
  '20250907',
  '-4713-11-24',
  'now',
  'soon',
);
const clock = fc.constantFrom('07:00', '07:00:00', '23:59:59.999999', '00:00:00', '08:15:30.5');
const json = fc.constantFrom(
  '{"a":1,"b":[true,null,"x"]}',
  '{"a":1.10,"a":2}',
  '[]',
  'null',
  '12345678901234567890.50',
  '"\\u00e9\\n"',
  '"\\u0000"',
  '"\\ud83c\\udfeb"',
  '"\\ud800"',
  '1e400',
  '{"__proto__":{"x":1}}',
  '{"1":1,"b":2,"0":3}',
  '{a:1}',
  ' {"k" : "v"} ',
);
const uuid = fc.constantFrom(
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
  'a0eebc999c0b4ef8bb6d6bb9bd380a11',
  '00000000-0000-0000-0000-000000000000',
  '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
);
const yesNo = fc.constantFrom<RandomValue>(0n, 1n, 't', 'f', 'Yes', 'no', 'TRUE', 'off', '0', '1');
const bool = fc.constantFrom<RandomValue>(0n, 1n);

const anything: fc.Arbitrary<RandomValue> = fc.oneof(
  integer,
  real,
  text,
  blob,
  brokenText,
  moment,
  oddDate,
  json,
);

/** What a column holds as a rule; now and then a value is something else. */
const habits: fc.Arbitrary<RandomValue>[] = [
  smallInteger,
  integer,
  real,
  word,
  text,
  blob,
  date,
  moment,
  clock,
  json,
  uuid,
  bool,
  yesNo,
  fc.oneof(moment, oddDate),
  fc.constantFrom<RandomValue>(0n, 1n, 1, 2, '1', '2', 'a', '1.0'),
  anything,
];

/** Values of one column; `strays` of them in a hundred don't keep to its habit, and some are NULL. */
export const columnValues: fc.Arbitrary<fc.Arbitrary<RandomValue>> = fc
  .tuple(fc.nat(habits.length - 1), fc.constantFrom(0, 0, 0, 10, 30), fc.constantFrom(0, 10, 30))
  .map(([habit, strays, nulls]) =>
    fc.oneof(
      { weight: 100 - strays - nulls, arbitrary: habits[habit] ?? anything },
      { weight: strays, arbitrary: anything },
      { weight: nulls, arbitrary: fc.constant(null) },
    ),
  );
