import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoTime, parseSpan, parseTime, spanText } from '../../src/core/time.ts';

const NEW_YEAR = 1_767_225_600;
const zone = process.env.TZ;

/** Where this server stands means nothing to the network. */
beforeAll(() => {
  process.env.TZ = 'Asia/Tokyo';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('times at their edges', () => {
  it.each([
    ['2026-01-01', NEW_YEAR],
    [' 2026-01-01 ', NEW_YEAR],
    ['2026-01-01T00:00', NEW_YEAR],
    ['2026-01-01 00:00:00', NEW_YEAR],
    ['2026-01-01T00:00:00z', NEW_YEAR],
    ['2026-01-01T00:00:00.999Z', NEW_YEAR],
    ['2026-01-01T01:00:00+01:00', NEW_YEAR],
    ['2026-01-01T01:00:00+0100', NEW_YEAR],
    ['2025-12-31T23:00:00-01:00', NEW_YEAR],
    ['100000000000', 100_000_000],
    ['99999999999', 99_999_999_999],
    ['1767225600.9', NEW_YEAR],
    [' now ', 5],
    [' -3s ', 2],
    ['2 m', -115],
    ['1H', -3595],
  ])('%j', (text, epoch) => {
    expect(parseTime(text, 5999)).toBe(epoch);
  });

  it.each([
    'x1767225600',
    '1767225600x',
    'x2026-01-01',
    '12345678',
    '12345678901234567',
    '1767225600.',
    'x2h',
    '2hx',
    '1234567s',
  ])('%j is refused', (text) => {
    expect(() => parseTime(text, 0)).toThrow(/^must be a time such as .*; got "/);
  });

  it.each([
    [NEW_YEAR, '2026-01-01T00:00:00Z'],
    [NEW_YEAR + 0.25, '2026-01-01T00:00:00Z'],
    [NEW_YEAR * 1000 + 250, '2026-01-01T00:00:00Z'],
    [1e11, '1973-03-03T09:46:40Z'],
    [1e11 - 1, '5138-11-16T09:46:39Z'],
    [0, '1970-01-01T00:00:00Z'],
    [1e308, '1e+308'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('%d is written %s', (epoch, text) => {
    expect(isoTime(epoch)).toBe(text);
  });
});

describe('spans of time', () => {
  it.each([
    ['90m', 5400],
    ['1h30m', 5400],
    ['1h 30 min', 5400],
    ['30min', 1800],
    ['2 hours', 7200],
    ['an hour', 3600],
    ['a day', 86_400],
    ['1 week', 604_800],
    ['45s', 45],
    ['3 secs', 3],
  ])('%s', (text, seconds) => {
    expect(parseSpan(text)).toBe(seconds);
  });

  it.each(['', '1M', '1 month', '1y', '90', 'h', '-1d', '1h-30m', '1h,30m'])('%j is no span', (text) => {
    expect(parseSpan(text)).toBeUndefined();
  });

  it.each([
    [5400, '90m'],
    [86_400, '1d'],
    [604_800, '1w'],
    [61, '61s'],
  ])('%d seconds are written %s', (seconds, text) => {
    expect(spanText(seconds)).toBe(text);
    expect(parseSpan(text)).toBe(seconds);
  });
});
