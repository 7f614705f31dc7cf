import { describe, expect, it } from 'vitest';
import { cleanText, visibleJson } from '../../src/core/clean-text.ts';
import { clean } from '../../src/tool/sanitize.ts';
import { longestText, sanitizeAnswer } from '../../src/tool/sanitize-answer.ts';
import { masking } from '../harness/fake-context.ts';

describe('cleaning', () => {
  it('counts what it took out and what it cut, and says where', () => {
    const value = { a: ['x', 'y\u200b', { 'b\u200b': 'z' }], long: 'x'.repeat(12), both: `\u200b${'x'.repeat(12)}` };
    expect(clean(value, { longest: 10 })).toEqual({
      value: {
        a: ['x', 'y', { b: 'z' }],
        long: `${'x'.repeat(10)}… (2 more characters)`,
        both: `${'x'.repeat(10)}… (2 more characters)`,
      },
      ...{ removed: 3, cut: 2, at: ['a[1]', 'a[2].b', 'long', 'both'] },
    });
    expect(clean('x'.repeat(10), { longest: 10 })).toEqual({ value: 'x'.repeat(10), removed: 0, cut: 0, at: [] });
    expect(clean(['a\u200b', { b: 'c\u200b' }], {}).at).toEqual(['[0]', '[1].b']);
  });

  it('keeps what it does not touch the very same', () => {
    const same = { b: ['x', 1, null, true, undefined] };
    const value = { same, other: 'a\u200b' };
    expect(Object(clean(value).value).same).toBe(same);
    expect(clean(same).value).toBe(same);
    expect(clean([same, 'a\u200b']).value).toEqual([same, 'a']);
    for (const plain of [1, null, undefined, true, 'text']) expect(clean(plain).value).toBe(plain);
  });

  it('names ten places at most, each no longer than it need be', () => {
    const { at, removed } = clean(Array.from({ length: 12 }, () => 'a\u200b'));
    expect(at).toEqual(Array.from({ length: 10 }, (_, index) => `[${index}]`));
    expect(removed).toBe(12);
    const [place = ''] = clean({ ['k'.repeat(190)]: { [`m${'k'.repeat(50)}`]: 'a\u200b' } }).at;
    expect(place).toMatch(/^k{190}\.mk{8}… \(42 more characters\)$/);
  });

  it('cuts names too, and never in the middle of a character', () => {
    expect(Object.keys(Object(clean({ ['k'.repeat(201)]: 1 }).value))).toEqual([
      `${'k'.repeat(200)}… (1 more characters)`,
    ]);
    expect(Object.keys(Object(clean({ ['k'.repeat(200)]: 1 }).value))).toEqual(['k'.repeat(200)]);
    expect(clean(`${'x'.repeat(9)}👩y`, { longest: 10 }).value).toBe(`${'x'.repeat(9)}… (3 more characters)`);
    expect(clean('👩👩👩', { longest: 4 }).value).toBe('👩👩… (2 more characters)');
  });

  it('gives no name to two attributes', () => {
    expect(clean({ 'a\u200b': 1, 'a\u200c': 2, b: 3 }).value).toEqual({ a: 1, 'a (2)': 2, b: 3 });
    expect(clean({ a: 0, 'a\u200b': 1, 'a\u200c': 2 }).value).toEqual({ a: 0, 'a (2)': 1, 'a (3)': 2 });
  });

  it('takes out the token, where it is long enough to be one', () => {
    expect(clean({ a: 'x 12345678 y 12345678', k12345678: 1 }, { token: '12345678' })).toEqual({
      ...{ value: { a: 'x [token] y [token]', 'k[token]': 1 }, removed: 1, cut: 0, at: ['k[token]'] },
    });
    const short = { a: 'x 1234567 y' };
    expect(clean(short, { token: '1234567' }).value).toBe(short);
    expect(clean(short, { token: '' }).value).toBe(short);
  });

  it('ends at a depth that no object of the API has', () => {
    const nest = (levels: number): unknown => (levels === 0 ? ['bottom'] : [nest(levels - 1)]);
    expect(JSON.stringify(clean(nest(250)).value)).toContain('bottom');
    expect(JSON.stringify(clean(nest(251)).value)).toContain('(nested too deeply to be shown)');
  });
});

describe('an answer that was cleaned', () => {
  const options = { longest: 10 };
  const note = async (data: unknown): Promise<string> =>
    Object(await sanitizeAnswer(data, masking(false), options)).cleaned?.note ?? '';

  it('says what was done to it, and no more', async () => {
    expect(await note({ a: 'b\u200b' })).toMatch(
      /^Control characters, or characters that cannot be seen, were left out\. These/,
    );
    expect(await note({ a: 'x'.repeat(11) })).toMatch(/^the end of long texts was left out\. These/);
    expect(await note({ a: 'b\u200b', c: 'x'.repeat(11) })).toMatch(
      /left out; the end of long texts was left out\. These/,
    );
    expect(await note({ a: 'b' })).toBe('');
    expect(await sanitizeAnswer(['b\u200b'], masking(false), options)).toMatchObject({
      result: ['b'],
      cleaned: { texts: 1, at: ['[0]'] },
    });
    expect(await sanitizeAnswer({ psk: 'abcd' }, masking(false), options)).toEqual({
      psk: expect.stringContaining('masked'),
    });
    expect(await sanitizeAnswer({ psk: 'abcd' }, masking(true), {})).toEqual({ psk: 'abcd' });
  });

  it('is masked whole before it is cut, and no mask is halved', async () => {
    const secret = { psk: 'hunter2-S3cret', auth_keys: { 1: 'hunter2-S3cret' } };
    const log = {
      after: JSON.stringify({ ...secret, pad: 'x'.repeat(5000) }),
      message: `${'y'.repeat(3990)} psk=hunter2-S3cret`,
    };
    const text = JSON.stringify(await sanitizeAnswer(log, masking(false), { longest: 4000 }));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('more characters');
    expect(text.match(/••• masked by mistmcp/g)).toHaveLength(text.match(/\) •••/g)?.length ?? 0);
    expect(
      await sanitizeAnswer({ a: 'to\u200bken-of-the-test' }, masking(false), { token: 'token-of-the-test' }),
    ).toMatchObject({
      a: '[token]',
    });
  });

  it('has shorter texts in lists than elsewhere', () => {
    expect(longestText({ operations: { only: [] } }, 8000)).toBe(4000);
    expect(longestText({ operations: {} }, 8000)).toBe(64_000);
  });
});

describe('texts with something hidden', () => {
  it('are clean when what hid it is gone as well', () => {
    expect(cleanText('a\u200d\u200b\u200db')).toBe('ab');
    expect(cleanText('x\u001b[\u200b31my')).not.toContain('\u001b');
    // What holds the variant in its place is itself taken out.
    expect(cleanText('a\u001b[31\ufe0fb')).toBe('ab');
    expect(cleanText('plain ü')).toBe('plain ü');
    expect(cleanText('a\ud800b')).toBe('a\ufffdb');
    expect(cleanText('a\u2028b\u2029c')).toBe('a b c');
  });

  it('are written as numbers where nothing may be lost', () => {
    expect(visibleJson('"a\u200b\u202eb"')).toBe('"a\\u200b\\u202eb"');
    expect(visibleJson('"\u007f"')).toBe('"\\u007f"');
    expect(visibleJson('"\u{e0041}"')).toBe('"\\udb40\\udc41"');
    expect(visibleJson('"plain ü"')).toBe('"plain ü"');
  });
});
