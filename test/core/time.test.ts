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
    ['2026-01-01 00:00 UTC', 1_767_225_600],
    ['2026-01-01 01:00:00 +01', 1_767_225_600],
    ['2026-01-01T00:00:00.123456+00:00', 1_767_225_600],
    ['2028-02-29', 1_835_395_200],
    ['now-2h', now - 7200],
    ['now - 90 minutes', now - 5400],
    ['2h ago', now - 7200],
    ['2 hours ago', now - 7200],
    ['an hour ago', now - 3600],
    ['last 24 hours', now - 86_400],
    ['the past 2 days', now - 2 * 86_400],
    ['-30min', now - 1800],
    ['-1d12h', now - 36 * 3600],
    ['today', Date.parse('2026-01-31T00:00:00Z') / 1000],
    ['Yesterday', Date.parse('2026-01-30T00:00:00Z') / 1000],
  ])('%s', (text, epoch) => {
    expect(parseTime(text, NOW)).toBe(epoch);
  });

  it.each([
    ...['', 'soon', '12', '2026-13-45', '-5x', '99999999h', '-1M', 'now-1M', '1 month ago', 'ago', 'now+2h', '+2h'],
    ...['2026-02-30', '2026-02-29', '2026-04-31T10:00:00Z', '2026-01-01T25:00', '2026-01-01 or so', '2026-1-1', '--2h'],
  ])('refuses %j with the forms it takes, and guesses nothing', (text) => {
    expect(() => parseTime(text, NOW)).toThrow(
      /^must be a time such as -2h, yesterday, 2026-01-31T08:00:00Z or epoch seconds; got "/,
    );
  });

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
          expect(String(error)).toContain('must be a time');
        }
        if (epoch !== undefined) expect(Number.isInteger(epoch)).toBe(true);
      }),
    );
  });
});
