import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { parsePath, pathText, type Step } from '../../../../src/mist/spec/schemas/path.ts';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name: fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/) }) },
  fc.record({ name: fc.oneof(fc.string(), fc.constantFrom('', '*', 'a.b', '[]', '"', '__proto__', ' x ', '3')) }),
  fc.constant({ any: true } as const),
  fc.constant({ item: true } as const),
);

describe('paths', () => {
  test.each([
    ['auth', [{ name: 'auth' }]],
    ['port_usages.*', [{ name: 'port_usages' }, { any: true }]],
    ['radius_config.auth_servers[]', [{ name: 'radius_config' }, { name: 'auth_servers' }, { item: true }]],
    ['a[][].b', [{ name: 'a' }, { item: true }, { item: true }, { name: 'b' }]],
    ['[].host', [{ item: true }, { name: 'host' }]],
    ['servers[3].host', [{ name: 'servers' }, { item: true }, { name: 'host' }]],
    ['"a.b".c', [{ name: 'a.b' }, { name: 'c' }]],
    ['"*"', [{ name: '*' }]],
    ['type=ap.radio', [{ name: 'type=ap' }, { name: 'radio' }]],
    ['', []],
    ['.auth', [{ name: 'auth' }]],
    ['  auth  ', [{ name: 'auth' }]],
  ])('%s', (text, steps) => {
    expect(parsePath(text)).toEqual(steps);
  });

  test.each(['.', 'a..b', 'a.', 'a[', 'a]', '"a', 'a"b"', 'a[x]', '"\\q"', 'a. .b'])('%s is refused', (text) => {
    expect(() => parsePath(text)).toThrow(InputError);
  });

  test('what is written can be read back', () => {
    fc.assert(
      fc.property(fc.array(step), (path) => {
        expect(parsePath(pathText(path))).toEqual(path);
      }),
    );
  });

  test('any text is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'.[]*"\\a3 ') })), (text) => {
        try {
          expect(parsePath(pathText(parsePath(text)))).toEqual(parsePath(text));
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});
