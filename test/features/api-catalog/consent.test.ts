import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { startCloud, writesOf } from '../../harness/cloud.ts';
import { answerIn, type DeskStage, openDesk, questionIn, YES } from '../../harness/rounds.ts';
import { openStage } from '../../harness/stage.ts';
import { openChangeStage } from '../changes/flow-stage.ts';

const TOOL = 'mist_call_api';

describe('changes through mist_call_api', () => {
  let cloud: DemoCloud;
  let stage: DeskStage;
  let site: string;
  let wlan: string;
  beforeAll(async () => {
    cloud = await startCloud();
    stage = await openDesk({ cloud });
    const row = cloud.world.table('wlans').find((one) => typeof one.site_id === 'string');
    site = String(row?.site_id);
    wlan = String(row?.id);
  });
  afterAll(async () => {
    await stage.close();
    await cloud.close();
  });

  const update = (vlan_id: number) => ({
    operation: 'updateSiteWlan',
    path: { site_id: site, wlan_id: wlan },
    body: { vlan_id, vlan_enabled: true },
  });
  /** Runs something and gives the writes that the cloud saw. */
  async function writesIn(run: () => Promise<unknown>): Promise<readonly string[]> {
    const from = cloud.requests.length;
    await run();
    return writesOf(cloud, from);
  }

  it('shows the difference, sends once after the yes, and reads it back', async () => {
    const open = questionIn(await stage.ask(update(77), TOOL));
    expect(open.message).toContain('vlan_id');
    expect(open.message).toContain('77');
    const writes = await writesIn(async () => {
      const { data } = answerIn(await stage.reply(update(77), open.state, YES(), TOOL));
      expect(data).toMatchObject({
        outcome: 'applied',
        better: 'mist_update_configuration_objects object_type=site_wlans',
      });
    });
    expect(writes).toEqual([`PUT /api/v1/sites/${site}/wlans/${wlan}`]);
    expect(cloud.world.find('wlans', wlan)?.vlan_id).toBe(77);
    expect(stage.records.at(-1)).toMatchObject({ tool: TOOL, decision: 'accepted', outcome: 'applied' });
    expect(cloud.violations).toEqual([]);
  });

  it('sends nothing after a no, for other arguments, to a replay or to another state', async () => {
    const decline = { confirm: { action: 'decline' } };
    const no = questionIn(await stage.ask(update(81), TOOL));
    expect(await writesIn(() => stage.reply(update(81), no.state, decline, TOOL))).toEqual([]);
    expect(stage.records.at(-1)).toMatchObject({ decision: 'declined', outcome: 'not sent' });
    const other = questionIn(await stage.ask(update(82), TOOL));
    expect(await writesIn(() => stage.reply(update(83), other.state, YES(), TOOL))).toEqual([]);
    const once = questionIn(await stage.ask(update(84), TOOL));
    expect(await writesIn(() => stage.reply(update(84), once.state, YES(), TOOL))).toHaveLength(1);
    expect(await writesIn(() => stage.reply(update(84), once.state, YES(), TOOL))).toEqual([]);
    const stale = questionIn(await stage.ask(update(85), TOOL));
    Object.assign(cloud.world.find('wlans', wlan) ?? {}, { vlan_id: 5, modified_time: 1 });
    const writes = await writesIn(async () => {
      expect(answerIn(await stage.reply(update(85), stale.state, YES(), TOOL)).isError).toBe(true);
    });
    expect(writes).toEqual([]);
  });

  it('names device, site and effect of a live command, and sends it once after the yes', async () => {
    const row = cloud.world.table('devices').find(({ type }) => type === 'switch');
    const path = { site_id: row?.site_id, device_id: row?.id };
    const args = { operation: 'bounceDevicePort', path, body: { ports: ['ge-0/0/1'] } };
    const open = questionIn(await stage.ask(args, TOOL));
    const siteName = String(cloud.world.find('sites', String(row?.site_id))?.name);
    for (const part of [`Device: "${row?.name}"`, String(row?.mac), `Site: "${siteName}"`, 'may interrupt service'])
      expect(open.message).toContain(part);
    expect(stage.records.at(-1)).toMatchObject({ outcome: 'waiting', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const writes = await writesIn(async () => {
      const { data } = answerIn(await stage.reply(args, open.state, YES(), TOOL));
      expect(data).toMatchObject({ outcome: 'sent' });
    });
    expect(writes).toHaveLength(1);
    const other = questionIn(await stage.ask(args, TOOL));
    Object.assign(row ?? {}, { name: 'renamed' });
    expect(await writesIn(() => stage.reply(args, other.state, YES(), TOOL))).toEqual([]);
  });

  it('asks nobody when the question cannot be put on record', async () => {
    const full = await openChangeStage('2026-07-28', { args: ['--audit-log', '/dev/full'] });
    try {
      const row = full.cloud.world.table('wlans').find((one) => typeof one.site_id === 'string');
      const path = { site_id: row?.site_id, wlan_id: row?.id };
      const { data, isError } = await full.call(TOOL, { operation: 'updateSiteWlan', path, body: { vlan_id: 9 } });
      expect(isError).toBe(true);
      expect(data.error).toContain('nothing was asked and nothing was sent');
      expect(full.forms).toEqual([]);
      expect(full.writes()).toEqual([]);
    } finally {
      await full.close();
    }
  });

  it('says who loses service by an upgrade, with running and wanted version, and asks for a word', async () => {
    const aps = cloud.world.table('devices').filter(({ type, site_id }) => type === 'ap' && site_id === site);
    const args = {
      operation: 'upgradeSiteDevices',
      path: { site_id: site },
      body: { device_ids: aps.slice(0, 2).map(({ id }) => id), version: '0.15.99999' },
    };
    const now = questionIn(await stage.ask(args, TOOL));
    expect(now.message).toMatch(
      /^UNSAFE: ".+" runs 0\.1\d\.\d+, wanted 0\.15\.99999; \d+ clients? lose service while it restarts\./,
    );
    const unsaid = answerIn(await stage.reply(args, now.state, YES(), TOOL));
    expect(unsaid.text).toContain('The text typed is not \\"change\\"');
    const tonight = { ...args, body: { ...args.body, start_time: Math.floor(Date.now() / 1000) + 9000 } };
    const later = questionIn(await stage.ask(tonight, TOOL));
    expect(later.message).toMatch(/^REVIEW: .* when it restarts\./);
    const { text } = answerIn(await stage.reply(tonight, later.state, YES(), TOOL));
    expect(text).not.toContain('typed');
  });

  it('says unknown and never sends again when the answer to a write is lost', async () => {
    const args = { operation: 'createSiteWlan', path: { site_id: site }, body: { ssid: 'lost' } };
    const open = questionIn(await stage.ask(args, TOOL));
    const off = cloud.fault({ kind: 'cut', method: 'POST', applied: true });
    const writes = await writesIn(async () => {
      const { data } = answerIn(await stage.reply(args, open.state, YES(), TOOL));
      expect(data).toMatchObject({ outcome: 'unknown' });
    });
    off();
    expect(writes).toHaveLength(1);
  });

  it('refuses wrong arguments before anything is sent, naming what is right', async () => {
    const cases: readonly (readonly [args: Record<string, unknown>, said: string])[] = [
      [{ operation: 'listSiteWlan' }, 'listSiteWlans'],
      [{ operation: 'listSiteWlans' }, '`path.site_id` is missing'],
      [{ operation: 'listSiteWlans', path: { site: site } }, 'did you mean `site_id`'],
      [{ operation: 'listSiteWlans', path: { site_id: site }, query: { limmit: 5 } }, 'did you mean `limit`'],
      [{ operation: 'getSiteWlan', path: { site_id: site, wlan_id: '..' } }, 'must be an ID'],
      [{ operation: 'createSiteWlan', path: { site_id: site }, body: { sside: 'x', ssid: 'y' } }, 'ssid'],
      [{ operation: 'createSiteWlan', path: { site_id: site }, body: {} }, 'ssid is required'],
      [{ operation: 'deleteOrg', path: {} }, 'never called from here'],
      [{ operation: 'createOrgApiToken', body: { name: 'x' } }, 'never called from here'],
    ];
    for (const [args, said] of cases) {
      const from = cloud.requests.length;
      const answer = answerIn(await stage.ask(args, TOOL));
      expect(answer.isError, JSON.stringify(args)).toBe(true);
      expect(answer.text).toContain(said);
      expect(cloud.requests.length, JSON.stringify(args)).toBe(from);
    }
  });

  it('reads by names of organization and site, cuts to fields, and goes on with next', async () => {
    const name = String(cloud.world.find('sites', site)?.name);
    const args = {
      operation: 'listSiteDevices',
      path: { site_id: name },
      query: { type: 'all' },
      limit: 2,
      fields: ['name', 'mac'],
    };
    const { data } = answerIn(await stage.ask(args, TOOL));
    expect(data).toMatchObject({ returned: 2, has_more: true });
    const next = answerIn(await stage.ask({ url: data.next }, 'mist_get_next_page'));
    expect(next.data.results).not.toEqual(data.results);
    const few = answerIn(await stage.ask({ operation: 'listSiteDevices', path: { site_id: name } }, TOOL));
    expect(String(few.data.api_default)).toContain('type=ap');
  });

  it('continues a list that no other tool shows, and none that is never called from here', async () => {
    const args = { operation: 'getOrgInventory', limit: 2, path: { org_id: 'Lakeside Retail Group' } };
    const { data } = answerIn(await stage.ask(args, TOOL));
    expect(data).toMatchObject({ returned: 2, has_more: true, next: expect.stringContaining('/inventory?') });
    const next = answerIn(await stage.ask({ url: data.next }, 'mist_get_next_page'));
    expect(next.isError, next.text).toBe(false);
    expect(next.data).toMatchObject({ returned: 2 });
    expect(next.data.results).not.toEqual(data.results);
    const from = cloud.requests.length;
    const tokens = String(data.next).replace('/inventory', '/apitokens');
    expect(answerIn(await stage.ask({ url: tokens }, 'mist_get_next_page')).isError).toBe(true);
    expect(cloud.requests.length).toBe(from);
  });

  it('refuses what changes something on a server that only reads', async () => {
    const reader = await openStage({ token: 'write' });
    try {
      const answer = await reader.call(TOOL, {
        operation: 'updateSiteWlan',
        path: { site_id: site, wlan_id: wlan },
        body: { ssid: 'x' },
      });
      expect(answer.isError).toBe(true);
      expect(answer.text).toContain('without write tools');
      const org = String(reader.cloud.world.table('orgs')[0]?.id);
      const device = { site_id: site, device_id: '00000000-0000-0000-1000-5c5b35000001' };
      for (const [operation, path] of [
        ['POST /api/v1/sites/{site_id}/pcaps/capture', { site_id: site }],
        ['DELETE /api/v1/sites/{site_id}/pcaps/capture', { site_id: site }],
        ['POST /api/v1/utils/test_twilio', {}],
        ['POST /api/v1/orgs/{org_id}/webhooks/{webhook_id}/ping', { org_id: org, webhook_id: wlan }],
        ['POST /api/v1/orgs/{org_id}/ssr/export_idtokens', { org_id: org }],
        ['POST /api/v1/orgs/{org_id}/mist_nac/test_idp', { org_id: org }],
        ['POST /api/v1/sites/{site_id}/rfdiags', { site_id: site }],
        ['POST /api/v1/sites/{site_id}/devices/{device_id}/support', device],
        ['POST /api/v1/sites/{site_id}/devices/{device_id}/check_radius_server', device],
      ] as const) {
        const refused = await reader.call(TOOL, { operation, path });
        expect(refused.text, operation).toContain('without write tools');
      }
      // The token is looked at once, as the connection opens.
      expect(reader.cloud.requests.filter(({ path }) => path !== '/api/v1/self')).toEqual([]);
    } finally {
      await reader.close();
    }
  });
});
