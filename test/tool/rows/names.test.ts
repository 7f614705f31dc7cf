import { describe, expect, it } from 'vitest';
import { cutRow } from '../../../src/tool/rows/cut.ts';
import { nameRows } from '../../../src/tool/rows/names.ts';
import { fakeCall, type Reply } from '../../harness/fake-context.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const SITE = '22222222-2222-3333-4444-555555555555';
const OTHER = '33333333-2222-3333-4444-555555555555';
const NOBODY = '44444444-2222-3333-4444-555555555555';
const LOBBY = '5c5b35000001';
const HALL = '5c5b35000002';
const TWIN = '5c5b35000003';
const PLAN = '55555555-2222-3333-4444-555555555555';
const CORP = '66666666-2222-3333-4444-555555555555';
const EVENTS = '77777777-2222-3333-4444-555555555555';
const NO_SITE = '00000000-0000-0000-0000-000000000000';

const cloud = (url: string): Reply => {
  if (url.endsWith('/self')) return { body: { privileges: [{ scope: 'org', org_id: ORG, org_name: 'Acme' }] } };
  if (url.includes('/sites?'))
    return {
      body: [
        { id: SITE, name: 'Zurich' },
        { id: OTHER, name: 'Paris' },
      ],
    };
  if (url.endsWith('/devices')) {
    const named = [
      { mac: LOBBY, name: 'Lobby' },
      { mac: HALL, name: 'Hall' },
      { mac: TWIN, name: 'Hall' },
    ];
    return { body: { results: named } };
  }
  if (url.startsWith(`/api/v1/sites/${SITE}/maps`)) return { body: [{ id: PLAN, name: 'Ground floor' }] };
  if (url.startsWith(`/api/v1/orgs/${ORG}/wlans`)) return { body: [{ id: CORP, ssid: 'Corp' }] };
  if (url.startsWith(`/api/v1/sites/${SITE}/wlans`)) return { body: [{ id: EVENTS, ssid: 'Events' }] };
  if (url.includes('/rftemplates')) return { body: { detail: 'forbidden' }, status: 403 };
  return { body: [] };
};

const answer = { url: `/api/v1/orgs/${ORG}/clients/search` };
const stage = () => fakeCall({ reply: cloud });

const shown = async (rows: readonly Record<string, unknown>[], columns: readonly string[], at = stage()) => {
  const named = await nameRows(at.call, answer, rows, { columns });
  return named.map((row) => cutRow(Object.fromEntries(Object.entries(row ?? {})), { columns }));
};

describe('names in rows', () => {
  it('stand in the place of ids', async () => {
    const rows = [{ mac: 'aabbccddeeff', site_id: SITE, ap_mac: LOBBY }];
    expect(await shown(rows, ['mac', 'ap_mac', 'site_id'])).toEqual([
      { mac: 'aabbccddeeff', ap: 'Lobby', site: 'Zurich' },
    ]);
  });

  it('keep the MAC beside a name that two devices have', async () => {
    expect(await shown([{ ap: HALL }], ['ap'])).toEqual([{ ap: `Hall (${HALL})` }]);
  });

  it('leave ids that nobody knows, and leave out the site of what has none', async () => {
    const rows = [{ site_id: NOBODY }, { site_id: NO_SITE, mac: LOBBY }];
    expect(await shown(rows, ['site_id', 'mac as device'])).toEqual([{ site_id: NOBODY }, { device: 'Lobby' }]);
  });

  it('of lists are lists, with the ids of those without a name', async () => {
    expect(await shown([{ site_ids: [SITE, NOBODY, OTHER] }], ['site_ids'])).toEqual([
      { sites: ['Zurich', NOBODY, 'Paris'] },
    ]);
  });

  it('are those of maps and WLANs of the site too, which is asked only for what the organization does not have', async () => {
    const at = stage();
    expect(await shown([{ wlan_id: CORP, site_id: SITE }], ['wlan_id'], at)).toEqual([{ wlan: 'Corp' }]);
    expect(at.asked).toHaveLength(1);
    const rows = [{ wlan_id: EVENTS, map_id: PLAN, site_id: SITE }];
    expect(await shown(rows, ['wlan_id', 'map_id'], at)).toEqual([{ wlan: 'Events', map: 'Ground floor' }]);
    expect(at.asked).toHaveLength(3);
  });

  it('of maps stay ids where rows are of many sites, which would be a request each', async () => {
    const at = stage();
    const rows = [SITE, OTHER, NOBODY, ORG].map((site_id) => ({ site_id, map_id: PLAN }));
    expect((await shown(rows, ['map_id'], at))[0]).toEqual({ map_id: PLAN });
    expect(at.asked).toEqual([]);
  });

  it('that the API gives itself need no look-up', async () => {
    const at = stage();
    const rows = [{ site_id: SITE, site_name: 'Own', ap: LOBBY, ap_name: 'Its name' }];
    expect(await shown(rows, ['site_id', 'ap'], at)).toEqual([{ site: 'Own', ap: 'Its name' }]);
    expect(at.asked).toEqual([]);
  });

  it('stand at any depth that a column leads to, and what has none keeps its id there', async () => {
    const rows = [
      { heard: [{ mac: LOBBY, rssi: -60 }, { mac: 'ffffffffffff', rssi: -70 }, null], by: { x: { ap: TWIN } } },
    ];
    expect(await shown(rows, ['heard.*.mac as ap', 'heard.*.rssi', 'by.*.ap as device'])).toEqual([
      {
        heard: [{ ap: 'Lobby', rssi: -60 }, { mac: 'ffffffffffff', rssi: -70 }, undefined],
        by: { x: { device: `Hall (${TWIN})` } },
      },
    ]);
  });

  it('are looked up once for all calls, and again for an id that is new a minute later', async () => {
    const at = stage();
    await shown([{ site_id: SITE, ap: LOBBY }], ['site_id', 'ap'], at);
    const { length } = at.asked;
    await shown([{ site_id: OTHER, ap: HALL }], ['site_id', 'ap'], at);
    await shown([{ site_id: NOBODY, ap: 'ffffffffffff' }], ['site_id', 'ap'], at);
    expect(at.asked).toHaveLength(length);
    expect(length).toBe(3);
  });

  it('that cannot be read leave the ids, and are not asked for with every answer', async () => {
    const at = stage();
    const rows = [{ rftemplate_id: SITE }];
    expect(await shown(rows, ['rftemplate_id'], at)).toEqual(rows);
    expect(await shown(rows, ['rftemplate_id'], at)).toEqual(rows);
    expect(at.asked).toHaveLength(1);
  });

  it('are asked for where a column names them, and never for rows as they are', async () => {
    const at = stage();
    const rows = [{ ap: LOBBY, site_id: SITE }];
    const wanted = async (fields: readonly string[]) => {
      const [row] = await nameRows(at.call, answer, rows, { columns: ['ap', 'site_id'], fields });
      return cutRow(Object.fromEntries(Object.entries(row ?? {})), { fields });
    };
    expect(await wanted(['ap', 'site_id'])).toEqual(rows[0]);
    expect(await wanted(['*'])).toEqual(rows[0]);
    expect(at.asked).toEqual([]);
    expect(await wanted(['ap_name', 'site'])).toEqual({ ap_name: 'Lobby', site: 'Zurich' });
  });

  it('are not looked up when few calls are left this hour', async () => {
    const at = stage();
    at.session.budget.learn({ requests: 4950, request_limit: 5000 });
    expect(await shown([{ site_id: SITE }], ['site_id'], at)).toEqual([{ site_id: SITE }]);
    expect(at.asked).toEqual([]);
  });
});

describe('a row cut to columns', () => {
  it('takes the first of several places that has a value', () => {
    expect(cutRow({ ip: '10.0.0.1' }, { columns: ['last_ip|ip'] })).toEqual({ ip: '10.0.0.1' });
    expect(cutRow({ last_ip: '10.0.0.2', ip: '10.0.0.1' }, { columns: ['last_ip|ip'] })).toEqual({
      last_ip: '10.0.0.2',
    });
  });

  it('picks from every member of an object or list, in its own shape', () => {
    const row = { radio_stat: { band_5: { channel: 36, x: 1 }, band_6: { x: 2 } }, ports: [{ id: 1, y: 2 }] };
    expect(cutRow(row, { columns: ['radio_stat.*.channel', 'radio_stat.*.x', 'ports.*.id'] })).toEqual({
      radio_stat: { band_5: { channel: 36, x: 1 }, band_6: { x: 2 } },
      ports: [{ id: 1 }],
    });
    expect(cutRow(row, { fields: ['radio_stat.*.channel'] })).toEqual({ radio_stat: { band_5: { channel: 36 } } });
  });

  it('says moments at any depth as people read them, unless the object may be written back', () => {
    const row = { status: { last_seen: 1_767_225_600, at: [{ end_time: 1_767_225_600_000 }] } };
    const read = { status: { last_seen: '2026-01-01T00:00:00Z', at: [{ end_time: '2026-01-01T00:00:00Z' }] } };
    expect(cutRow(row, { columns: ['status'] })).toEqual(read);
    expect(cutRow(row, { columns: ['status'], keepTimes: true })).toEqual(row);
  });
});
