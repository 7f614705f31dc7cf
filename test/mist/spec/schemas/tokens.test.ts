import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { estimateTokens } from '../../../../src/core/tokens.ts';

/** Pseudo-random characters that are the same in every run. */
function letters(seed: number, length: number, alphabet: string): string {
  let state = seed;
  let text = '';
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += alphabet[(state >>> 16) % alphabet.length] ?? '';
  }
  return text;
}

const HEX = '0123456789abcdef';
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i + 1));
const uuid = (seed: number): string => [8, 4, 4, 4, 12].map((n, i) => letters(seed * 7 + i, n, HEX)).join('-');
const generated = (file: string): string =>
  readFileSync(new URL(`../../../../generated/${file}`, import.meta.url), 'utf8');

const rows = many(80, (n) => ({
  name: `ap-floor-${n}`,
  mac: letters(n, 12, HEX),
  site_id: uuid(n),
  ip: `10.${n}.3.4`,
  status: n % 3 ? 'connected' : 'disconnected',
  model: 'AP45-US',
  version: '0.14.29543',
  uptime: 123_456 + n,
  last_seen: 1_700_000_000 + n * 977,
}));

const prose = `A person looks after the access points of a school. On Monday the library loses its wireless network, and nobody
knows why; the controller shows green lights everywhere. She walks there with a laptop, measures the channel, and finds
a microwave oven behind the reading room's wall. The ticket is closed at noon, with a photograph of the oven attached.`;

const realistic: Record<string, string> = {
  'schemas without white space': JSON.stringify(JSON.parse(generated('schemas.json'))).slice(0, 150_000),
  'schemas as they are written': generated('schemas.json').slice(0, 150_000),
  'the operation table': generated('operations.json').slice(0, 150_000),
  uuids: JSON.stringify(many(200, uuid)),
  'MACs of twelve digits': JSON.stringify(many(200, (n) => letters(n, 12, HEX))),
  'MACs with colons': JSON.stringify(many(200, (n) => many(6, (i) => letters(n * 9 + i, 2, HEX)).join(':'))),
  'epoch seconds': JSON.stringify(many(200, (n) => 1_700_000_000 + n * 86_399)),
  fractions: JSON.stringify(many(200, (n) => Math.sin(n) * 100)),
  'ISO times': JSON.stringify(many(200, (n) => new Date(1.7e12 + n * 7_777_777).toISOString())),
  'rows of devices': JSON.stringify(rows),
  'rows of devices, indented': JSON.stringify(rows, null, 2),
  prose,
  'prose in JSON': JSON.stringify(prose.split('. ')),
  'random keys': JSON.stringify(
    many(60, (n) => letters(n, 40, `${HEX}ABCDEFGHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz`)),
  ),
};

describe('estimate of tokens', () => {
  test.each(Object.keys(realistic))('at most a twentieth under the count and a third over it: %s', (name) => {
    const text = realistic[name] ?? '';
    const counted = countTokens(text);
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(counted * 0.95);
    expect(estimateTokens(text)).toBeLessThanOrEqual(counted * 1.3);
  });

  test('other alphabets are not taken for free', () => {
    for (const text of [
      'Zürich Büro Erdgeschoß, São Paulo, Łódź',
      '你好世界，无线网络配置错误。',
      '🚀🔥 wifi 📶 ok ✅',
    ])
      expect(estimateTokens(text.repeat(20))).toBeGreaterThanOrEqual(countTokens(text.repeat(20)) * 0.9);
  });

  test('any text has a whole number of tokens, at most two for each character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = estimateTokens(text);
        return Number.isInteger(tokens) && tokens >= (text === '' ? 0 : 1) && tokens <= 2 * text.length;
      }),
    );
  });

  test('nothing costs nothing', () => {
    expect(estimateTokens('')).toBe(0);
  });
});
