import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, visibleJson } from '../../src/core/clean-text.ts';
import { isDeeper } from '../../src/core/json-depth.ts';
import { clean } from '../../src/tool/sanitize.ts';
import { longestText, sanitizeAnswer } from '../../src/tool/sanitize-answer.ts';
import { masking } from '../harness/fake-context.ts';
import { CASES, SEED } from './cases.ts';
import { rawIn } from './raw.ts';

const SUSPECTS =
  '\u001b[]0;m\u0007\u009b\u200b\u200c\u200d\u202e\u2066\ufe0f\ufe00\ufeff\ud83d\udc69\ud800aक\u0627\u064b\u00ad葛\u{e0100}\u{e0041}\u2028\r\n';
const units = fc.constantFrom(...SUSPECTS.split(''));
const hostileText = fc.oneof(
  fc.array(units, { maxLength: 30 }).map((all) => all.join('')),
  fc.string({ unit: 'binary' }),
);

describe('texts as they are shown', () => {
  it.each([
    ['a terminal obeys', '\u001b[31mred\u001b[0m \u001b]0;title\u0007\u009b2Jplain\u0090x\u009c', 'red plain'],
    ['turn the direction', 'abc\u202etxt.exe\u2069\u200f\u061c', 'abctxt.exe'],
    ['have no width', 'a\u200bd\u2060m\ufeffi\u00adn\u3164', 'admin'],
    ['only a model reads', 'ok\u{e0049}\u{e0067}\u{e006e}\u{e007f}', 'ok'],
    ['hide as variants', `a\ufe00${'\u{e0100}'.repeat(9)}`, 'a'],
    ['are half', '\ud800x\udfff', '\ufffdx\ufffd'],
    ['overwrite a line', 'ok\rno\b\u0000', 'okno'],
    ['break lines unseen', 'one\u2028two', 'one two'],
  ])('loses characters that %s', (_, text, wanted) => {
    expect(cleanText(text)).toBe(wanted);
  });

  it.each([
    'one\ttwo\nthree\r\nfour',
    'Zürich – São Paulo – Ελλάδα – 東京 – 서울',
    'می‌خواهم',
    'क्‍ष श्‍री',
    '👩‍🚀 🧑🏽‍🚒 🏳️‍🌈 🤷‍♀️ ❤️ #️⃣ 👨‍👩‍👧',
    '葛󠄀城',
    'שלום عربى',
  ])('keeps %s', (text) => {
    expect(cleanText(text)).toBe(text);
  });

  it('leaves nothing raw, whatever the text, and is done after one pass', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const once = cleanText(text);
        expect(rawIn(once)).toBeUndefined();
        expect(cleanText(once)).toBe(once);
      }),
      { numRuns: CASES * 10, seed: SEED },
    );
  });

  it('records lose nothing and show everything', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = visibleJson(JSON.stringify({ [text]: text }));
        expect(JSON.parse(json)).toEqual({ [text]: text });
        expect(rawIn([json])).toBeUndefined();
      }),
      { numRuns: CASES * 10, seed: SEED },
    );
  });
});

describe('answers as they are shown', () => {
  it('are the very same value when there is nothing to do', async () => {
    const data = { results: [{ name: 'Zürich', note: 'two\nlines', list: [1, null, true] }] };
    expect(await sanitizeAnswer(data, masking(false), { longest: 4000 })).toBe(data);
  });

  it('say which texts are not as the cloud has them', async () => {
    const data = { name: 'a\u200bb', notes: 'x'.repeat(50), rows: [{ ssid: 'guest\u202e' }] };
    expect(await sanitizeAnswer(data, masking(false), { longest: 20 })).toEqual({
      ...{ name: 'ab', notes: `${'x'.repeat(20)}… (30 more characters)`, rows: [{ ssid: 'guest' }] },
      cleaned: {
        ...{ texts: 3, at: ['name', 'notes', 'rows[0].ssid'] },
        note: expect.stringContaining('do not write them back'),
      },
    });
  });

  it('lose no attribute to another of the same look', () => {
    const data = JSON.parse('{"a\\u200b":1,"a":2,"\\u200ba":3,"b\\u200b":4,"__proto__\\u200b":5,"__proto__":6}');
    const { value } = clean(data);
    expect(Object.entries(Object(value)).sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['[__proto__]', 5],
      ['[__proto__] (2)', 6],
      ['a', 2],
      ['a (2)', 1],
      ['a (3)', 3],
      ['b', 4],
    ]);
  });

  it('are masked after they were cleaned, so that nothing unseen hides a secret', async () => {
    const shown = JSON.stringify(
      await sanitizeAnswer({ 'ps\u200bk': 'wonderful', log: 'Bearer\u200b abcdefgh12345678abcd' }, masking(false), {}),
    );
    expect(shown).not.toMatch(/wonderful|abcdefgh/);
  });

  it('never hold the token that the cloud is asked with, shown secrets or not', async () => {
    const data = { note: 'was Abc123-secret_token', 'Abc123-secret_token': 1 };
    expect(JSON.stringify(await sanitizeAnswer(data, masking(true), { token: 'Abc123-secret_token' }))).not.toContain(
      'secret_token',
    );
  });

  it('keep long scripts of objects whole, and cut long cells of lists', async () => {
    const script = 'set system host-name x\n'.repeat(1000);
    const cell = async (operations: object): Promise<unknown> =>
      await sanitizeAnswer({ script }, masking(false), {
        longest: longestText({ operations: { ...operations } }, 8000),
      });
    expect(await cell({})).toEqual({ script });
    expect(JSON.stringify(await cell({ only: [] }))).toMatch(/more characters\)/);
  });

  it('are refused where they are nested beyond reason', () => {
    const nested: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(isDeeper(nested, 200)).toBe(true);
    expect(isDeeper([[[]]], 3)).toBe(false);
    expect(isDeeper([[[]]], 2)).toBe(true);
  });
});
