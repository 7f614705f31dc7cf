import fc from 'fast-check';

const ID = '4ac1dcf4-9d8b-7211-65c4-057819f0862b';

/** Texts that somebody would send to reach another path, another host, another type or a bad moment. */
const TEXTS: readonly string[] = [
  '..',
  '.',
  '../',
  '../../orgs',
  '%2e%2e',
  '%2e%2e%2f',
  '..%2Fself',
  '..\\..\\',
  '/',
  '//',
  '/api/v1/self',
  `${ID}/..`,
  `${ID}/../../${ID}`,
  `${ID}?x=1#`,
  `${ID}#`,
  `${ID};a=b`,
  `${ID}%00`,
  `${ID}\u0000`,
  `${ID}\r\nX-Evil: 1`,
  ` ${ID} `,
  '?x=1#',
  'http://127.0.0.1:1/',
  'https://api.mist.com@127.0.0.1/api/v1/self',
  '//127.0.0.1/api/v1/self',
  '\\\\127.0.0.1\\share',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
  '__proto__.polluted',
  'constructor.prototype.polluted',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '0x10',
  '9007199254740993',
  '-1',
  'true',
  '[]',
  '{}',
  '[[[[',
  '{"__proto__":{"polluted":1}}',
  '\u0000',
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\ud800',
  '\udfff\ud800',
  '\u202eevil\u202c',
  '\u200b',
  '\ufeff',
  '\u{e0041}\u{e0042}',
  'İ',
  'ß',
  '０１２',
  'ａｐｉ',
  '٠١٢',
  '𝕊𝕚𝕥𝕖',
  'שלום',
  '👩‍👩‍👧‍👦',
  "' OR 1=1 --",
  '$(reboot)',
  '`reboot`',
  '{{psk}}',
  '*',
  '=all',
  ',,,,',
  '-',
  '~',
  '=',
  'a~(a+)+$',
  '-99999999999d',
  '9999-12-31T23:59:59Z',
  '2026-13-45',
  '1000000000000000000000',
];

const deep = (levels: number, make: (inner: unknown) => unknown): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = make(value);
  return value;
};

/** An object with own members of such names, as JSON from a wire makes them. */
export const prototypeKeys = (): unknown =>
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1}');

/** Values of another type than any input has, or of another size. */
const things: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, -1e21, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null]),
  fc.constantFrom<unknown>([''], ['..', '__proto__'], { id: '..' }, { toString: 'x' }, [{}], { length: 3 }),
  fc.constant(0).map(prototypeKeys),
  fc.constantFrom(60, 150, 2000).map((levels) => deep(levels, (inner) => [inner])),
  fc.constantFrom(60, 150, 2000).map((levels) => deep(levels, (inner) => ({ a: inner }))),
  fc.json({ maxDepth: 3 }).map((text): unknown => JSON.parse(text)),
);

/** Texts of great length; few, since each costs. */
const huge = fc
  .constantFrom('a', '../', '\u202e', '[', '{"a":', ',', 'é', '\ud83d\ude00', '1')
  .map((piece) => piece.repeat(Math.ceil(1_000_000 / piece.length)));

/** Anything. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 15, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 10, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 20, arbitrary: things },
  { weight: 1, arbitrary: huge },
);

/** Names of inputs that no tool has. */
export const strangeName = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'toString',
    'prototype',
    '_',
    '',
    'url',
    'host',
    'token',
    'org_id\u200b',
    'x'.repeat(3000),
  ],
  ...['all_pages', 'confirm_cost', 'headers', 'method', 'signal'],
);
