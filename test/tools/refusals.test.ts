import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openLocalStage();
  await stage.call('mist_get_org_or_site_info', { info_type: 'org' });
});
afterAll(() => stage.close());

const SITE = '83592ae0-6f17-4a83-a060-fa7db9d97a25';

/** Wrong calls, what is wrong in the answer's words, and what the answer says to do. */
const wrong: readonly [string, Record<string, unknown>, string, string][] = [
  ['mist_get_stats', {}, '`stats_type` is required: one of org, sites,', 'call again'],
  ['mist_get_stats', { stats_type: 'org_devics' }, 'did you mean org_devices?', 'call again'],
  ['mist_get_stats', { stats_type: 'site_ports' }, 'stats_type=site_ports needs `site_id`.', 'call again'],
  [
    'mist_get_stats',
    { stats_type: 'org', device_type: 'ap' },
    '`device_type` does not apply to stats_type=org.',
    'org_devices, site_devices',
  ],
  [
    'mist_get_stats',
    { stats_type: 'org_bgp', device_type: 'gateway' },
    '`device_type` does not apply to stats_type=org_bgp.',
    'Did you mean stats_type=org_devices?',
  ],
  [
    'mist_get_stats',
    { stats_type: 'org_devices', device_type: 'router' },
    '`device_type` must be one of ap, switch, gateway; got "router"',
    'call again',
  ],
  [
    'mist_get_stats',
    { stats_type: 'site_devices', site_id: SITE, object_id: '5c5b35000001', device_type: 'ap' },
    '`device_type` does not apply to stats_type=site_devices together with `object_id`.',
    'Leave `device_type` out. It applies without `object_id`.',
  ],
  [
    'mist_get_stats',
    { stats_type: 'org_devices', object_id: 'ZUR/H' },
    '`object_id` must be a MAC address or device ID; got "ZUR/H"',
    'search_device',
  ],
  [
    'mist_get_stats',
    { stats_type: 'org_mxedges', object_id: '..' },
    '`object_id` must be a MAC address or device ID; got ".."',
    'search_device',
  ],
  [
    'mist_search_guest_authorization',
    { scope: 'org', guest_mac: 'aabb' },
    '`guest_mac` must be a MAC address (12 hex digits, not 4) or device ID',
    'search_client',
  ],
  [
    'mist_search_guest_authorization',
    { scope: 'org', guest_mac: 'ANNAS-PHONE' },
    'must be a MAC',
    'mist_search_client',
  ],
  ['mist_search_client', { client_type: 'wireless', mac: 'ANNAS-PHONE' }, 'must be a MAC', 'mist_search_client'],
  ['mist_search_nac_user_macs', { mac: 'ANNAS-PHONE' }, '`mac` must be a MAC', 'mist_search_client'],
  [
    'mist_get_insight_metrics',
    { site_id: SITE, object_type: 'client', metric: 'bytes', mac: 'ANNAS-PHONE' },
    '`mac` must be a MAC',
    'mist_search_client',
  ],
  [
    'mist_get_site_sle',
    { site_id: SITE, scope: 'client', scope_id: 'ANNAS-PHONE', metric: 'coverage', object_type: 'summary' },
    'must be the MAC address of a client',
    'mist_search_client',
  ],
  [
    'mist_get_stats',
    { site_id: SITE, stats_type: 'site_wireless_clients', object_id: 'ANNAS-PHONE' },
    '`object_id` must be a MAC',
    'mist_search_client',
  ],
  ['mist_search_alarms', { scope: 'org', start: '-1h', end: '-2h' }, '`end` is not after `start`.', 'nothing was sent'],
  ['mist_get_stats', { stats_type: 'org_devices', start: 'soon' }, '`start` must be a time such as', 'call again'],
  [
    'mist_get_stats',
    { stats_type: 'org_devices', limit: -5 },
    '`limit` must be a whole number, at least 1; got -5.',
    'call again',
  ],
  ['mist_get_stats', { stats_type: 'org_devices', limt: 5 }, 'no input `limt`. Did you mean `limit`?', 'stats_type'],
  ['mist_search_client', { client_type: 'nac', band: '5' }, '`band` does not apply to client_type=nac.', 'wireless'],
  [
    'mist_search_client',
    { client_type: 'wan', text: 'x' },
    '`text` does not apply to client_type=wan.',
    'wired, wireless, nac',
  ],
  [
    'mist_search_client',
    { client_type: 'wireless', mac: 'printer' },
    '`mac` must be a MAC address or device ID; got "printer"',
    'call again',
  ],
  ['mist_search_events', { event_source: 'roaming' }, 'event_source=roaming needs `site_id`.', 'call again'],
  [
    'mist_search_events',
    { event_source: 'wireless_client', mac: 'aabbccddeeff' },
    '`mac` does not apply to event_source=wireless_client without `site_id`.',
    'Give `site_id` as well',
  ],
  [
    'mist_search_events',
    { event_source: 'roaming', site_id: SITE, event_type: 'slow' },
    '`event_type` must be one of fail, none, success; got "slow".',
    'event_source=roaming',
  ],
  [
    'mist_search_alarms',
    { scope: 'site', site_id: SITE, severity: 'major' },
    '`severity` must be one of critical, info, warn; got "major".',
    'scope=site',
  ],
  [
    'mist_search_alarms',
    { scope: 'suppressed', acked: true },
    '`acked` does not apply to scope=suppressed.',
    'org, site',
  ],
  [
    'mist_get_site_rrm_info',
    { rrm_info_type: 'channel_scores', site_id: SITE },
    'needs `band`.',
    '`band` is one of 5, 6, 24,',
  ],
  [
    'mist_get_site_rrm_info',
    { rrm_info_type: 'current_channel_planning', site_id: SITE, band: '5' },
    '`band` does not apply',
    'channel_scores',
  ],
  [
    'mist_get_site_rrm_info',
    { rrm_info_type: 'events', site_id: SITE, band: '7' },
    '`band` must be one of',
    'call again',
  ],
  [
    'mist_get_site_sle',
    { site_id: SITE, scope: 'client', scope_id: 'aabbccddeeff', metric: 'coverage', object_type: 'impacted_aps' },
    '`scope` must be one of site; got "client".',
    'object_type=impacted_aps',
  ],
  [
    'mist_get_site_sle',
    { site_id: SITE, scope: 'ap', metric: 'coverage', object_type: 'summary' },
    'scope=ap needs `scope_id`.',
    'mist_search_device',
  ],
  [
    'mist_get_site_sle',
    { site_id: SITE, scope: 'site', scope_id: SITE.replace('8', '9'), metric: 'coverage', object_type: 'summary' },
    '`scope_id` is not the site',
    'Leave `scope_id` out',
  ],
  [
    'mist_get_site_sle',
    { site_id: SITE, scope: 'site', metric: 'coverage', object_type: 'classifier_summary_trend' },
    'needs `classifier`.',
    'query_type=classifiers',
  ],
  [
    'mist_get_insight_metrics',
    { site_id: SITE, object_type: 'client', metric: 'bytes' },
    'object_type=client needs `mac`.',
    'call again',
  ],
  [
    'mist_get_insight_metrics',
    { site_id: SITE, object_type: 'ap', metric: 'bytes' },
    'object_type=ap needs `mac` or `device_id`.',
    'call again',
  ],
  ['mist_list_upgrades', { device_type: 'available_ssr_versions', channel: 'nightly' }, '"nightly"', 'call again'],
  [
    'mist_list_upgrades',
    { device_type: 'ap', model: 'AP45' },
    '`model` does not apply to device_type=ap.',
    'available_device_versions',
  ],
  ['mist_troubleshoot', { troubleshoot_type: 'wireless' }, 'mist_troubleshoot needs `mac` or `site_id`.', 'the site'],
  ['mist_search_nac_user_macs', { usermac_id: '../x' }, '`usermac_id` must be an ID', 'nothing was sent'],
  [
    'mist_list_rogue_devices',
    { site_id: SITE, rogue_type: 'client', rogue_ap_type: 'lan' },
    '`rogue_ap_type` does not apply',
    'ap',
  ],
];

it('names no other kind of statistics where several are as near', async () => {
  const { data } = await stage.call('mist_get_stats', { stats_type: 'sites', site_id: SITE });
  expect(data.next_step).toContain('It applies to stats_type: org_devices');
  expect(data.next_step).not.toContain('Did you mean');
});

describe('a wrong call is answered with what makes the next one right, before any request', () => {
  it.each(wrong)('%s %j', async (tool, args, error, advice) => {
    const before = stage.cloud.requests.length;
    const { data, isError } = await stage.call(tool, args);
    expect(isError).toBe(true);
    expect(data.error).toContain(error);
    expect(data.next_step).toContain(advice);
    expect(stage.cloud.requests.slice(before)).toEqual([]);
  });

  it('a default is never a reason to refuse', async () => {
    const { data } = await stage.call('mist_get_site_rrm_info', {
      rrm_info_type: 'channel_scores',
      site_id: SITE,
      band: '5',
    });
    expect(String(data.error ?? '')).not.toContain('does not apply');
  });

  it('null, an empty text and a stray underscore count as absent; numbers may be text', async () => {
    const { isError, text } = await stage.call('mist_get_org_or_site_info', {
      info_type: 'site',
      site_id: null,
      org_id: '',
      _: 'x',
      limit: '2',
    });
    expect(isError, text).toBe(false);
    expect(JSON.parse(text).returned).toBe(2);
  });
});

describe('what a wrong scope, role or name reads like', () => {
  it('unknown site id', async () => {
    const { data, isError } = await stage.call('mist_get_org_or_site_info', {
      info_type: 'site',
      site_id: '11111111-2222-3333-4444-555555555555',
    });
    expect(isError).toBe(true);
    expect(data.status).toBe(404);
    expect(data.next_step).toBeTruthy();
  });

  it('a token for one site finds that site by name, without a list it may not read', async () => {
    const own = await openLocalStage({ token: 'site' });
    try {
      const args = { info_type: 'site', site_id: 'london store' };
      expect((await own.call('mist_get_org_or_site_info', args)).data.name).toBe('London Store');
      expect(own.cloud.requests.map(({ path }) => path)).not.toContainEqual(
        expect.stringMatching(/orgs\/[^/]+\/sites$/),
      );
      const { data } = await own.call('mist_get_org_or_site_info', { ...args, site_id: 'Zurich HQ' });
      expect(data.next_step).toMatch(/^There are: London Store/);
    } finally {
      await own.close();
    }
  });

  it('a site of an organization that the token does not see', async () => {
    const lab = stage.cloud.world.table('sites').find((row) => row.org_id !== stage.cloud.world.table('orgs')[0]?.id);
    const { data, isError } = await stage.call('mist_get_org_or_site_info', {
      info_type: 'site',
      site_id: String(lab?.id),
    });
    expect(isError).toBe(true);
    expect(data.status).toBe(403);
    expect(String(data.next_step)).toMatch(/id|scope|role/);
  });
});
