import { describe, expect, it } from 'vitest';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { useDirect } from '../harness/use-direct.ts';

const direct = useDirect();

const org_id = 'Lakeside Retail Group';

describe('mist_snapshot', () => {
  it('keeps a snapshot in the server, and says afterwards what drifted', async () => {
    const taken = await direct.call('mist_snapshot', { action: 'take', org_id });
    expect(taken.data).toMatchObject({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      sites: 10,
      families: { org_sites: 10 },
    });
    expect(taken.text.length).toBeLessThan(3000);
    const handle = String(taken.data.handle);
    const same = await direct.call('mist_snapshot', { action: 'compare', left: handle });
    expect(same.data).toMatchObject({
      equal: 'yes',
      lines: [expect.stringMatching(/^No difference in \d+ objects\.$/)],
    });
    const change = { action_type: 'update', object_type: 'org_networks', object_id: 'corp', payload: { vlan_id: 11 } };
    expect((await direct.call('mist_change_configuration_objects', { ...change, org_id })).data.outcome).toBe(
      'applied',
    );
    const drift = await direct.call('mist_snapshot', { action: 'compare', left: handle, right: 'live' });
    expect(drift.data).toMatchObject({ equal: 'no', rows: 1 });
    expect(drift.text).toContain('vlan_id: 10 → 11');
  });

  it('compares two sites and two templates, and says what is called nearly so', async () => {
    const sides = { left: 'live#Madrid Store', right: 'live#Paris Store' };
    const sites = await direct.call('mist_snapshot', { action: 'compare', org_id, ...sides });
    expect(sites.data.equal).toBe('no');
    expect(Array.isArray(sites.data.lines) && sites.data.lines.length).toBeLessThanOrEqual(40);
    expect(sites.data).not.toHaveProperty('live_handle');
    const wrong = { left: 'live#org/rftemplates/office-rf', right: 'live#org/rftemplates/ofice-rf' };
    const missing = await direct.call('mist_snapshot', { action: 'compare', org_id, ...wrong });
    expect(missing.isError).toBe(true);
    expect(missing.text).toContain('org/rftemplates/office-rf');
  });

  it('knows no snapshot in the handle of something else', async () => {
    const rows = await direct.call('mist_get_configuration_objects', {
      object_type: 'org_wlans',
      org_id,
      all_pages: true,
    });
    const other = await direct.call('mist_snapshot', { action: 'compare', left: String(rows.data.handle) });
    expect(other.text).toContain('is not of a snapshot');
  });

  it('says in 40 lines what is wrong, with the change that mends it as a row', async () => {
    const taken = await direct.call('mist_snapshot', { action: 'take', org_id });
    const left = String(taken.data.handle);
    const from = direct.cloud.requests.length;
    const { data } = await direct.call('mist_snapshot', { action: 'audit', left });
    expect(direct.cloud.requests.length).toBe(from);
    expect(data).toMatchObject({ findings: 'yes', counts: { high: expect.any(Number) } });
    expect(Array.isArray(data.lines) && data.lines.length).toBeLessThanOrEqual(40);
    const where = 'rule = legacy-rates';
    const rows = await direct.call('mist_query_result', { handle: data.handle, where, fields: ['*'] });
    expect(rows.text).toContain('"payload":{"rateset":{"24":{"template":"no-legacy"}}}');
  });

  it('audits one site with what its organization gives it, and keeps no snapshot of that', async () => {
    const { data } = await direct.call('mist_snapshot', { action: 'audit', org_id, site_id: 'San Jose Lab' });
    expect(data).not.toHaveProperty('live_handle');
    expect(JSON.stringify(data.lines)).toContain('at san-jose-lab');
    expect(JSON.stringify(data.lines)).not.toContain('madrid-store');
  });

  it('audits the same site by its ID, its part, and where its setting cannot be read, and nothing else', async () => {
    const { world } = direct.cloud;
    const network = world.add('networks', 'called setting', { org: MAIN_ORG }, { name: 'setting', vlan_id: 77 });
    world.touch();
    const id = world.id('sites', 'San Jose Lab');
    const linesOf = async (inputs: object): Promise<unknown> =>
      (await direct.call('mist_snapshot', { action: 'audit', org_id, ...inputs })).data.lines;
    const byName = await linesOf({ site_id: 'San Jose Lab' });
    expect(JSON.stringify(byName)).toContain('at san-jose-lab');
    expect(await linesOf({ site_id: id.toUpperCase() })).toEqual(byName);
    expect(await linesOf({ left: `live#${id}` })).toEqual(byName);
    const off = direct.cloud.fault({ kind: 'html', status: 403, match: 'GET /api/v1/sites/{site_id}/setting' });
    const unread = JSON.stringify(await linesOf({ site_id: id }));
    off();
    expect(unread).toContain('Checked in part, could not be read: site_settings');
    expect(unread).not.toContain('Store Switching');
    world.remove('networks', String(network.id));
  });
});
