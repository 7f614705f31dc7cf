import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime, parseTime } from '../../src/core/time.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const now = NOW / 1000;

describe('times as people write them', () => {
  it.each([
    ['now', now],
    ['NOW', now],
    ['-2h', now - 7200],
    ['2h', now - 7200],
    ['7d', now - 7 * 86_400],
    ['-90m', now - 5400],
    ['1w', now - 7 * 86_400],
    ['1767225600', 1_767_225_600],
    ['1767225600.75', 1_767_225_600],
    ['1767225600123', 1_767_225_600],
    ['2026-01-01', 1_767_225_600],
    ['2026-01-01T00:00:00Z', 1_767_225_600],
    ['2026-01-01T01:00:00+01:00', 1_767_225_600],
    ['2026-01-01T00:00:00', 1_767_225_600],
    ['2026-01-01 00:00', 1_767_225_600],
  ])('%s', (text, epoch) => {
    expect(parseTime(text, NOW)).toBe(epoch);
  });

  it.each(['', 'yesterday', '2h ago', '12', '2026-13-45', '-5x', '99999999h'])(
    'refuses %j with the forms it takes',
    (text) => {
      expect(() => parseTime(text, NOW)).toThrow(/epoch seconds, ISO 8601/);
    },
  );

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), (epoch) => {
        expect(parseTime(isoTime(epoch), NOW)).toBe(epoch);
        expect(parseTime(String(epoch), NOW)).toBe(epoch);
      }),
    );
  });

  it('gives whole seconds or throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let epoch: number | undefined;
        try {
          epoch = parseTime(text, NOW);
        } catch (error) {
          expect(String(error)).toContain('is not a time');
        }
        if (epoch !== undefined) expect(Number.isInteger(epoch)).toBe(true);
      }),
    );
  });
});
