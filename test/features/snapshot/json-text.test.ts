import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byCode, byValue, jsonText } from '../../../src/features/snapshot/json-text.ts';

it.each<[unknown, string]>([
  [{}, '{}\n'],
  [[], '[]\n'],
  ['a"b', '"a\\"b"\n'],
  [null, 'null\n'],
  [undefined, 'null\n'],
  [7, '7\n'],
  [[1], '[\n  1\n]\n'],
  [[1, 'b', null], '[\n  1,\n  "b",\n  null\n]\n'],
  [{ b: 1, a: 2 }, '{\n  "a": 2,\n  "b": 1\n}\n'],
  [{ a: undefined }, '{}\n'],
  [{ a: undefined, b: false }, '{\n  "b": false\n}\n'],
  // An object of JavaScript would have "24" first.
  [{ '5': 1, '24': 2, a: 3, A: 4 }, '{\n  "24": 2,\n  "5": 1,\n  "A": 4,\n  "a": 3\n}\n'],
  [
    { list: [{ a: [] }, {}], in: { in: { x: 1 } } },
    '{\n  "in": {\n    "in": {\n      "x": 1\n    }\n  },\n  "list": [\n    {\n      "a": []\n    },\n    {}\n  ]\n}\n',
  ],
])('%j is written as %j', (value, text) => {
  expect(jsonText(value)).toBe(text);
});

it('What is written is the value again, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const wanted: unknown = JSON.parse(JSON.stringify(value));
      expect(JSON.parse(jsonText(value))).toEqual(wanted);
    }),
    { numRuns: 200 },
  );
});

it('Texts are in the order of their code units', () => {
  expect(['b', 'a', 'A', 'ä', 'a'].sort(byCode)).toEqual(['A', 'a', 'a', 'b', 'ä']);
  expect([byCode('a', 'b'), byCode('b', 'a'), byCode('a', 'a')]).toEqual([-1, 1, 0]);
});

it('Numbers come by their size before all else, which is in the order of its text', () => {
  expect(['b', 10, true, 9, 'a', '10', -1].sort(byValue)).toEqual([-1, 9, 10, '10', 'a', 'b', true]);
});
