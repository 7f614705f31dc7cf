import { describe, expect, it } from 'vitest';
import { cutRow } from '../../../src/tool/rows/cut.ts';
import { distancesIn } from '../../../src/tool/rows/distance.ts';
import { hiddenNote, notesOf } from '../../../src/tool/rows/notes.ts';

const NO_SITE = '00000000-0000-0000-0000-000000000000';
const SITE = '22222222-2222-3333-4444-555555555555';
const NOW = 1_767_225_600;

describe('notes made from rows', () => {
  const notes = (rows: readonly object[], url = '/api/v1/orgs/o/inventory/search', start?: number) =>
    notesOf(rows, { url, start });

  it('say how many devices belong to no site', () => {
    expect(notes([{ serial: '1', site_id: NO_SITE }, { serial: '2' }, { serial: '3', site_id: SITE }])).toEqual([
      '2 of 3 are assigned to no site.',
    ]);
    expect(notes([{ serial: '3', site_id: SITE }])).toEqual([]);
  });

  it('say which rows are members of one chassis', () => {
    const [a, b] = [{ vc_mac: '020003000001' }, { vc_mac: '020003000002' }];
    expect(notes([a, a, b])).toEqual(['2 rows are one chassis.']);
    expect(notes([a, a, b, b])).toEqual(['4 rows are 2 chassis.']);
    expect(notes([a, b])).toEqual([]);
  });

  it('say how many clients of an access point are elsewhere now', () => {
    const rows = [{ last_ap: '5c5b35000001' }, { last_ap: '5c5b35000002' }];
    expect(notes(rows, '/api/v1/orgs/o/clients/search?ap=5c5b35000001')).toEqual(['1 of 2 is on another AP now.']);
    expect(notes(rows, '/api/v1/orgs/o/clients/search')).toEqual([]);
  });

  it('say how many alarms began before the window, and what Marvis has no list of', () => {
    const url = '/api/v1/orgs/o/alarms/search?group=marvis';
    expect(notes([{ timestamp: NOW - 5 }, { timestamp: NOW + 5 }], url, NOW)).toEqual([
      '1 alarm began before this window.',
      expect.stringContaining('no list of Marvis Actions'),
    ]);
  });

  it('say which columns are hidden where few are shown', () => {
    const row = { a: 1, b: 2, c: 3, d: 4, e: '' };
    expect(hiddenNote([row], ['a'])).toBe('Hidden columns, for fields: b, c, d.');
    expect(hiddenNote([row], ['a', 'b'])).toBe('');
    expect(hiddenNote([row], undefined)).toBe('');
  });
});

describe('distances beside moments', () => {
  it('tell how far a deadline is', () => {
    expect(distancesIn({ expire_time: NOW + 129_600 }, NOW)).toEqual({ days_left: 1.5 });
    expect(distancesIn({ cert_expiry: NOW - 86_400 }, NOW)).toEqual({ days_left: -1 });
    expect(distancesIn({ quantity: 3, end_time: NOW + 864_000 }, NOW)).toEqual({ days_left: 10 });
    expect(distancesIn({ end_time: NOW + 864_000 }, NOW)).toEqual({});
  });

  it('tell how long something is down', () => {
    expect(distancesIn({ status: 'disconnected', last_seen: NOW - 100_800 }, NOW)).toEqual({ ago: '1d 4h' });
    expect(distancesIn({ up: false, timestamp: NOW - 4000 }, NOW)).toEqual({ ago: '1h 6m' });
    expect(distancesIn({ status: 'connected', last_seen: NOW - 100 }, NOW)).toEqual({});
  });

  it('are left out of columns that somebody named, and of what may be written back', () => {
    const row = { status: 'disconnected', last_seen: NOW };
    expect(Object.keys(cutRow(row, { fields: ['last_seen'] }))).toEqual(['last_seen']);
    expect(cutRow(row, { keepTimes: true })).toEqual(row);
    expect(cutRow(row, { columns: ['status', 'last_seen'] })).toHaveProperty('ago');
  });
});
