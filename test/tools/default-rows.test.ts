import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openLocalStage();
});
afterAll(() => stage.close());

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(tool: string, args: Row): Promise<readonly Row[]> {
  const { data, isError, text } = await stage.call(tool, args);
  expect(isError, text).toBe(false);
  expect(Array.isArray(data.results), text).toBe(true);
  return Array.isArray(data.results) ? data.results : [];
}

const sites = { info_type: 'site', limit: 50 };

describe('default rows', () => {
  it('of sites are told apart by name, which every tool takes, and have ids where they are asked for', async () => {
    const rows = await rowsOf('mist_get_org_or_site_info', sites);
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row.id).toBeUndefined();
    const ids = await rowsOf('mist_get_org_or_site_info', { ...sites, fields: ['name', 'id'] });
    for (const { id } of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const [first] = rows;
    const { data } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', site_id: first?.name });
    expect(data).toMatchObject({ name: first?.name, id: ids[0]?.id });
  });

  it('of two sites with one name have their ids', async () => {
    const { world } = stage.cloud;
    const twin = world.add('sites', 'Twin', { org: 'Lakeside Retail Group' }, { name: 'Berlin Office' });
    const rows = await rowsOf('mist_get_org_or_site_info', sites);
    const twins = rows.filter(({ name }) => name === 'Berlin Office');
    expect(twins.map(({ id }) => id)).toContain(twin.id);
    expect(twins).toHaveLength(2);
    for (const { id, name } of rows) expect(id === undefined, String(name)).toBe(name !== 'Berlin Office');
  });

  it('of devices tell memory in percent, and what feeds an access point where that is too little', async () => {
    const rows = await rowsOf('mist_get_stats', { stats_type: 'org_devices', device_type: 'ap' });
    for (const row of rows.filter(({ status }) => status === 'connected')) {
      expect(row.mem_util).toEqual(expect.any(Number));
      expect(row).not.toHaveProperty('mem_used_kb');
      expect(row).not.toHaveProperty('power_src');
    }
    const [one] = await rowsOf('mist_get_stats', {
      stats_type: 'org_devices',
      device_type: 'ap',
      fields: ['mem_util'],
    });
    expect(Object.keys(one ?? {})).toEqual(['mem_util']);
  });

  it('of denials name the rule, and the device once', async () => {
    const [row] = await rowsOf('mist_search_events', { event_source: 'nac_client', event_type: 'NAC_CLIENT_DENY' });
    expect(row).toMatchObject({ rule: 'Everyone else', ap: expect.stringMatching(/-AP-/) });
    expect(row).not.toHaveProperty('nacrule_id');
    expect(row).not.toHaveProperty('device');
  });

  it('of alarms have an id where there is something to acknowledge', async () => {
    const rows = await rowsOf('mist_search_alarms', { scope: 'org', acked: false, limit: 100 });
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['open', 'resolved']));
    for (const { status, id } of rows) expect(id === undefined).toBe(status === 'resolved');
  });

  it('of neighbors on the air name both ends, and a plan of channels its access points', async () => {
    const site_id = 'Zurich HQ';
    const [row] = await rowsOf('mist_get_site_rrm_info', {
      rrm_info_type: 'current_rrm_neighbors',
      site_id,
      band: '5',
    });
    expect(row).toMatchObject({ ap: expect.stringMatching(/^ZUR-/) });
    expect(row?.neighbors).toContainEqual({ ap: expect.stringMatching(/^ZUR-/), rssi: expect.any(Number) });
    const plan = await stage.call('mist_get_site_rrm_info', { rrm_info_type: 'current_channel_planning', site_id });
    for (const [id, radio] of Object.entries(Object(plan.data.band_5)))
      expect(radio, id).toMatchObject({ name: expect.stringMatching(/^ZUR-/), channel: expect.any(Number) });
    const asIs = await stage.call('mist_get_site_rrm_info', {
      ...{ rrm_info_type: 'current_channel_planning', site_id, fields: ['*'] },
    });
    expect(asIs.text).not.toContain('ZUR-H-AP');
  });

  it('of what is muted, and of own logins, name site and organization', async () => {
    const muted = await rowsOf('mist_search_alarms', { scope: 'suppressed' });
    expect(muted.map(({ site }) => site)).toContain('Toronto Store');
    const [login] = await rowsOf('mist_search_audit_logs', { scope: 'self' });
    expect(login).toMatchObject({ org: 'Lakeside Retail Group' });
  });

  it('go on by a short link that asks for the same attributes', async () => {
    const { data } = await stage.call('mist_get_stats', { stats_type: 'org_devices', limit: 5 });
    const first = stage.cloud.requests.findLast(({ path }) => path.endsWith('/stats/devices'));
    expect(data.next).not.toContain('fields=');
    const more = await rowsOf('mist_get_next_page', { url: data.next });
    const second = stage.cloud.requests.findLast(({ path }) => path.endsWith('/stats/devices'));
    const fieldsOf = (request: typeof first) => new URLSearchParams(request?.query).get('fields');
    expect(fieldsOf(second)).toBe(fieldsOf(first));
    expect(fieldsOf(second)).toContain('radio_stat');
    expect(more[0]).toHaveProperty('status');
  });
});
