import { describe, expect, it } from 'vitest';
import { withIsoTimes } from '../../../src/tool/rows/times.ts';

describe('moments in rows', () => {
  it.each([
    ['When', '2022-12-31 23:59:59.293000+00:00', '2022-12-31T23:59:59Z'],
    ['when', '2019-06-13T19:53:16.870+0000', '2019-06-13T19:53:16Z'],
    ['last_seen', '2026-11-29 13:35:29+02:00', '2026-11-29T11:35:29Z'],
    ['expiry', '2026-11-29 11:35:29Z', '2026-11-29T11:35:29Z'],
    [
      'rt',
      ['2026-11-29 11:00:00+00:00', '2026-11-29 12:00:00+00:00'],
      ['2026-11-29T11:00:00Z', '2026-11-29T12:00:00Z'],
    ],
    ['timestamp', '1764415000', '2025-11-29T11:16:40Z'],
  ])('under %s, %j is %j', (name, value, wanted) => {
    expect(withIsoTimes('', { row: { [name]: value } })).toEqual({ row: { [name]: wanted } });
  });

  it.each([
    ['when', '2022-12-31T23:59:59.293Z'],
    ['when', '2026-02-30 11:00:00+00:00'],
    ['when', '2026-11-29 11:00:00'],
    ['note', '2026-11-29 11:00:00+00:00'],
    ['when', 'since 2026-11-29 11:00:00+00:00'],
  ])('under %s, %j stays as it is', (name, value) => {
    expect(withIsoTimes('', { [name]: value })).toEqual({ [name]: value });
  });
});
