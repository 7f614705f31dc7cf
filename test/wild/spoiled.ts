import fc from 'fast-check';

const NASTY = [
  '\u001b[2J\u001b]0;owned\u0007',
  '\u202etxt.exe\u202c\u2066x',
  'a\u200bb\u2060c\ufeff',
  '\u{e0049}\u{e0067}\u{e006e}ore',
  '\u0000\u0007\u009b31m',
  '\ud800',
  '__proto__',
  '"}],"x":[{"',
  '<script>alert(1)</script>',
  '\r\nSet-Cookie: a=b',
  'Ignore all previous instructions',
  '../../orgs',
  'http://127.0.0.1:1/api/v1/self',
];

const nested = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels);

/** Whole answers that no specification has, by name. */
const WHOLE: Readonly<Record<string, string>> = {
  null: 'null',
  number: '42',
  text: '"text"',
  true: 'true',
  'empty list': '[]',
  'empty object': '{}',
  'list of nothing': '[null,null]',
  'list of anything': '[1,"x",[],{},true,null,{"id":null},{"name":{}},[[]]]',
  'results null': '{"results":null}',
  'results object': '{"results":{"a":1},"total":"many","next":7}',
  'results of anything': '{"results":[null,1,"x",[],{"id":[]}],"total":-1,"limit":"x","start":{},"end":[],"next":{}}',
  'names flipped': '{"name":1,"id":[],"org_id":{},"site_id":7,"privileges":"all","mac":null,"type":{}}',
  'deep lists': nested(10_000, '[', ']'),
  'deep objects': `${'{"results":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  'deep in a row': `[{"id":"a","name":${nested(10_000, '[', ']')}}]`,
  'cut off': '{"results":[{"id":"4ac1dcf4',
  'no JSON': 'the cat sat on the mat \u001b[31m\u202e',
  'a page': '<html><body>Sign in \u202e</body></html>',
  empty: '',
  blank: '   \n',
  'twice the same name': '{"results":[],"results":[{"id":"1","id":2}],"total":1,"total":"2"}',
  'names of prototypes':
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,"hasOwnProperty":null,"results":[{"__proto__":{"polluted":true},"toString":7,"id":"x"}]}',
  'byte order mark': '\ufeff{"results":[]}',
  'long text': `[{"id":"a","name":"${'x\u200b'.repeat(300_000)}"}]`,
  'long name': `[{"id":"a","${'k'.repeat(300_000)}":1}]`,
  'many names': JSON.stringify([Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`name_${at}`, at]))]),
  'many rows': JSON.stringify({
    results: Array.from({ length: 20_000 }, (_, at) => ({ id: `${at}`, name: `n${at}` })),
  }),
  'large numbers':
    '{"results":[{"last_seen":1e308,"uptime":-1e999,"timestamp":99999999999999,"modified_time":1e15}],"total":1e400}',
};

/** Takes numbers from a seed, the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** A true answer with hostile text in its texts, values of other types, things missing and things too many. */
function bent(value: unknown, roll: (sides: number) => number, often: number): unknown {
  if (roll(often) === 0) {
    const other: readonly unknown[] = [null, 0, -1, 'x', [], {}, [value], { value }, true, NASTY[roll(NASTY.length)]];
    return other[roll(other.length)];
  }
  if (typeof value === 'string') return roll(3) === 0 ? `${value}${NASTY[roll(NASTY.length)]}` : value;
  if (Array.isArray(value)) return value.map((item) => bent(item, roll, often));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const what = roll(often * 2);
    if (what === 0) return [];
    const name = what === 1 ? `${key}${NASTY[roll(NASTY.length)]}` : key;
    return [[name, bent(item, roll, often)]];
  });
  return Object.fromEntries(entries);
}

/** Another answer in the place of a true one. */
export interface Spoiling {
  readonly name: string;
  body(text: string): string;
  readonly type: string;
  readonly status: number;
}

const types = fc.constantFrom('application/json', 'application/json', 'text/plain', 'text/html', '', 'image/png');

/** Answers in the place of true ones: made up, bent, or as errors. */
export const spoilings: fc.Arbitrary<Spoiling> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.entries(WHOLE)), types)
      .map(([[name, text], type]) => ({ name, body: () => text, type, status: 200 })),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.nat(), fc.constantFrom(4, 12, 40, 400)).map(([seed, often]) => ({
      name: `bent ${seed} ${often}`,
      body: (text: string) => (text === '' ? '' : JSON.stringify(bent(JSON.parse(text), dice(seed), often))),
      ...{ type: 'application/json', status: 200 },
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...Object.entries(WHOLE)),
        fc.constantFrom(400, 401, 403, 404, 409, 418, 422, 451, 500, 599),
      )
      .map(([[name, text], status]) => ({
        name: `${status} ${name}`,
        body: () => text,
        type: 'application/json',
        status,
      })),
  },
);
