import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf, keysText, valueAt } from '../../../src/features/changes/keys.ts';
import { cut, quoted, shown, shownPath, visible } from '../../../src/features/changes/visible.ts';

describe('a way down an object', () => {
  it.each([
    [['radius', 'servers', 0, 'host'], 'radius.servers[0].host'],
    [['a.b', 'c'], '"a.b".c'],
    [['c', 'a.b'], 'c."a.b"'],
    [['', 'x'], '"".x'],
    [['ge-0/0/1', '*'], 'ge-0/0/1."*"'],
    [['x*', 'Zürich', 'a b'], 'x*.Zürich."a b"'],
    [['a"b'], '"a\\"b"'],
  ])('%j is written %s', (keys, text) => {
    expect(keysText(keys)).toBe(text);
    expect(keysOf(text)).toEqual(keys);
  });

  it('is read as it was written, whatever the names', () => {
    const key = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('"', '\\', '.', '[0]', 'a'), fc.nat(20));
    fc.assert(
      fc.property(fc.string({ maxLength: 3 }), fc.array(key, { maxLength: 4 }), (root, rest) => {
        expect(keysOf(keysText([root, ...rest]))).toEqual([root, ...rest]);
      }),
      { numRuns: 200 },
    );
  });

  it('leads to what stands there', () => {
    const value = { a: [{ b: 1 }], c: { '0': 'zero' } };
    expect(valueAt(value, ['a', 0, 'b'])).toBe(1);
    expect(valueAt(value, [])).toBe(value);
    expect(valueAt(value, ['a', 1, 'b'])).toBeUndefined();
    expect(valueAt(value, ['c', 0])).toBeUndefined();
    expect(valueAt(value, ['c', '0'])).toBe('zero');
    expect(valueAt(value, ['constructor'])).toBeUndefined();
    expect(valueAt('text', [0])).toBeUndefined();
  });
});

describe('texts of the network in a question', () => {
  it.each([
    ['plain – ü 東', 'plain – ü 東'],
    ['a\nb', 'a\\u{a}b'],
    ['a\u202eb\u200b', 'a\\u{202e}b\\u{200b}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
  ])('%j hides nothing', (text, wanted) => {
    expect(visible(text)).toBe(wanted);
  });

  it('are cut with an ellipsis, never in the middle of a character', () => {
    expect(cut('12345', 5)).toBe('12345');
    expect(cut('123456', 5)).toBe('123…');
    expect(cut('12👩56', 5)).toBe('12…');
    expect(cut('👩👩👩', 4)).toBe('👩…');
  });

  it('stand in quotes that they cannot leave', () => {
    expect(quoted('a "b"\nc')).toBe(`"a 'b'\\u{a}c"`);
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(60)}…"`);
    expect(quoted('x'.repeat(62))).toBe(`"${'x'.repeat(62)}"`);
    expect(quoted('x'.repeat(20), 12)).toBe(`"${'x'.repeat(8)}…"`);
  });

  it('are shown as JSON, cut to size', () => {
    expect(shown(undefined, 10)).toBe('(none)');
    expect(shown(null, 10)).toBe('null');
    expect(shown('a\u202e', 10)).toBe('"a\\u{202e}"');
    expect(shown('12345678', 10)).toBe('"12345678"');
    expect(shown('123456789', 10)).toBe('"1234567… (11 characters)');
    expect(shown([1, 2, 3, 4, 5, 6], 6)).toBe('[1,2… (6 values)');
    expect(shown({ a: '\u202e'.repeat(20) }, 12)).toMatch(/^\{"a":"(\\u\{202e\})+… \(28 characters\)$/);
  });

  it('name a field on one line', () => {
    expect(shownPath('a.b\nc')).toBe('a.b\\u{a}c');
    expect(shownPath('x'.repeat(100))).toBe(`${'x'.repeat(88)}…`);
    expect(shownPath('x'.repeat(100), 12)).toBe(`${'x'.repeat(10)}…`);
  });
});
