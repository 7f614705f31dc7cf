import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../docs/pages.ts';
import type { ToolAnswer } from '../harness/answer.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';
import { symbolsOf } from './request-table.ts';

/** Words of the table of requests, such as ORG and SITE, with ids of the simulated cloud. */
type Ids = (word: string) => string;

/** A call with an input as the Python server takes it, and what becomes of it here. */
interface Trial {
  /** The tool, where the row is about any. */
  readonly tool?: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What the request that answers it carries in its query; undefined for a parameter that must not be there. */
  readonly sends?: Readonly<Record<string, string | undefined>>;
  /** End of the path of the request that answers it. */
  readonly path?: string;
  /** Part of the refusal; nothing is sent then. */
  readonly refused?: string;
  /** Part of the answer, as text. */
  readonly says?: string;
}

const colons = (mac: string): string => (mac.match(/../g) ?? []).join(':').toUpperCase();

const EVERYWHERE: Readonly<Record<string, (id: Ids) => readonly Trial[]>> = {
  '`org_id`, `site_id`': (id) => {
    const tool = 'mist_search_alarms';
    return [
      { tool, args: { scope: 'org' }, path: `/orgs/${id('ORG')}/alarms/search` },
      { tool, args: { scope: 'org', org_id: 'Lakeside Retail Group' }, path: `/orgs/${id('ORG')}/alarms/search` },
      { tool, args: { scope: 'org', org_id: id('ORG').replaceAll('-', '').toUpperCase() }, path: '/alarms/search' },
      { tool, args: { scope: 'site', site_id: 'Zurich HQ' }, path: '/alarms/search' },
      { tool, args: { scope: 'org', org_id: `{${id('ORG')}}` }, says: 'No organization named' },
      { tool, args: { scope: 'org', org_id: `urn:uuid:${id('ORG')}` }, says: 'No organization named' },
    ];
  },
  '`start`, `end`': (id) => {
    const tool = 'mist_search_events';
    const args = { event_source: 'device', org_id: id('ORG') };
    const stats = { stats_type: 'org_ports', org_id: id('ORG') };
    return [
      {
        tool,
        args: { ...args, start: 1767225600, end: 1767312000 },
        sends: { start: '1767225600', end: '1767312000' },
      },
      { tool, args: { ...args, start: '2026-01-01T00:00:00Z', end: 1767312000 }, sends: { start: '1767225600' } },
      { tool, args: { ...args, start: 0 }, refused: '`start` must be a time' },
      { tool: 'mist_get_stats', args: { ...stats, start: 1767225600 }, says: '`start` was ignored' },
    ];
  },
  '`limit`': (id) => {
    const tool = 'mist_search_device';
    const args = { org_id: id('ORG'), device_type: 'ap' };
    return [
      { tool, args: { ...args, limit: 0 }, sends: { limit: '20' } },
      { tool, args: { ...args, limit: 5000 }, sends: { limit: '1000' }, says: '`limit` was lowered from 5000 to 1000' },
      { tool, args: { ...args, limit: -5 }, refused: '`limit` must be a whole number, at least 1' },
      {
        tool: 'mist_get_stats',
        args: { stats_type: 'sites', org_id: id('ORG'), object_id: id('SITE'), limit: 20 },
        path: '/stats',
        sends: { limit: undefined },
      },
    ];
  },
  '`mac` and other addresses': (id) => [
    {
      tool: 'mist_search_client',
      args: { client_type: 'wireless', org_id: id('ORG'), mac: colons(id('CLIENT')) },
      sends: { mac: id('CLIENT') },
    },
    {
      tool: 'mist_get_stats',
      args: { stats_type: 'org_ports', org_id: id('ORG'), object_id: colons(id('SWITCHMAC')) },
      sends: { mac: id('SWITCHMAC') },
    },
  ],
  'one that does not apply to the chosen value': (id) => [
    {
      tool: 'mist_search_client',
      args: { client_type: 'nac', org_id: id('ORG'), ip: '10.0.0.1' },
      refused: '`ip` does not apply to client_type=nac',
    },
    {
      tool: 'mist_search_guest_authorization',
      args: { scope: 'org', org_id: id('ORG'), site_id: id('SITE') },
      refused: '`site_id` does not apply to scope=org',
    },
    {
      tool: 'mist_get_insight_metrics',
      args: { site_id: id('SITE'), object_type: 'site', metric: 'num_clients', mac: id('APMAC') },
      refused: '`mac` does not apply to object_type=site',
    },
    {
      tool: 'mist_get_org_or_site_info',
      args: { info_type: 'org', org_id: id('ORG'), site_id: id('SITE') },
      refused: '`site_id` does not apply to info_type=org',
    },
  ],
  "a value that the API's description does not list": (id) => [
    {
      tool: 'mist_get_site_rrm_info',
      args: { site_id: id('SITE'), rrm_info_type: 'current_rrm_neighbors', band: '7' },
      refused: '`band` must be one of 5, 6, 24',
    },
    {
      tool: 'mist_get_constants',
      args: { object_type: 'gadgets' },
      refused: '`object_type` must be one of',
    },
  ],
  'numbers, lists and objects as text': (id) => [
    { tool: 'mist_search_device', args: { org_id: id('ORG'), device_type: 'ap', limit: '5' }, sends: { limit: '5' } },
    {
      tool: 'mist_search_nac_user_macs',
      args: { org_id: id('ORG'), labels: 'byod,guest' },
      sends: { labels: 'byod,guest' },
    },
    {
      tool: 'mist_call_api',
      args: { operation: 'listOrgSites', path: JSON.stringify({ org_id: id('ORG') }) },
      path: '/sites',
    },
  ],
};

const sle = (id: Ids, more: Readonly<Record<string, string>>): Record<string, string> => ({
  ...{ site_id: id('SITE'), scope: 'site', scope_id: id('SITE'), metric: 'coverage', object_type: 'summary' },
  ...more,
});

const OF_ONE_TOOL: Readonly<Record<string, (id: Ids) => readonly Trial[]>> = {
  'mist_search_guest_authorization `guest_mac`': (id) => [
    { args: { scope: 'org', org_id: id('ORG'), guest_mac: colons(id('GUEST')) }, path: `/guests/${id('GUEST')}` },
    {
      args: { scope: 'org', org_id: id('ORG'), guest_mac: id('GUEST'), ssid: 'x', limit: 20 },
      refused: '`ssid` does not apply to scope=org together with `guest_mac`',
    },
  ],
  'mist_search_client `band`': (id) => [
    { args: { client_type: 'wireless', org_id: id('ORG'), band: '5' }, sends: { band: '5' } },
    { args: { client_type: 'wireless', org_id: id('ORG'), band: 24 }, sends: { band: '24' } },
  ],
  'mist_search_client `text`': (id) =>
    ['wired', 'wireless'].map((client_type) => ({
      args: { client_type, org_id: id('ORG'), text: 'zur*' },
      sends: { text: 'zur*' },
    })),
  'mist_search_client `hostname`': (id) => [
    { args: { client_type: 'wired', org_id: id('ORG'), hostname: 'zur*' }, sends: { dhcp_hostname: 'zur*' } },
  ],
  'mist_search_client `device_mac`': (id) => [
    { args: { client_type: 'nac', org_id: id('ORG'), device_mac: id('APMAC') }, sends: { ap: id('APMAC') } },
  ],
  'mist_get_configuration_objects `name`': (id) => [
    { args: { object_type: 'org_wlans', org_id: id('ORG'), name: 'LAKESIDE-corp' }, says: '"ssid":"Lakeside-Corp"' },
    { args: { object_type: 'org_wlans', org_id: id('ORG'), name: '*corp' }, says: '"ssid":"Lakeside-Corp"' },
    { args: { object_type: 'org_wlans', org_id: id('ORG'), name: 'lakeside' }, says: 'near are Lakeside-' },
    { args: { object_type: 'org_services', org_id: id('ORG'), name: '*a*' }, path: '/services' },
    { args: { object_type: 'site_wlans', org_id: id('ORG'), site_id: id('SITE'), name: '*' }, path: '/wlans' },
    { args: { object_type: 'org_wxrules', org_id: id('ORG'), name: 'x' }, says: 'have no name' },
  ],
  'mist_get_configuration_objects `object_type`': (id) => [
    { args: { object_type: 'org_sites', org_id: id('ORG'), object_id: id('SITE') }, path: `/sites/${id('SITE')}` },
    { args: { object_type: 'org_sites', org_id: id('ORG'), site_id: id('SITE') }, path: `/sites/${id('SITE')}` },
    { args: { object_type: 'site_settings', org_id: id('ORG'), site_id: id('SITE') }, path: '/setting' },
    { args: { object_type: 'org', org_id: id('ORG') }, path: `/orgs/${id('ORG')}/setting` },
  ],
  'mist_get_configuration_objects `computed`': (id) => [
    {
      args: { object_type: 'org_sites', org_id: id('ORG'), object_id: id('SITE'), computed: true },
      refused: '`computed` does not apply to object_type=org_sites',
    },
    { args: { object_type: 'site_settings', site_id: id('SITE'), computed: true }, path: '/setting/derived' },
    { args: { object_type: 'org_wlans', org_id: id('ORG'), site_id: id('SITE'), computed: true }, path: '/derived' },
    {
      args: { object_type: 'site_devices', site_id: id('SITE'), object_id: id('AP'), computed: true },
      says: '"sources"',
    },
  ],
  'mist_get_configuration_objects `object_id`': (id) => [
    {
      args: { object_type: 'org_wlans', org_id: id('ORG'), object_id: id('WLAN'), name: 'x' },
      refused: '`object_id` and `name` are two ways to say the same',
    },
  ],
  'mist_get_configuration_objects `limit`': (id) => [
    { args: { object_type: 'org_vpns', org_id: id('ORG'), limit: 1 }, sends: { limit: '1' }, says: '"returned":1' },
    { args: { object_type: 'org_aamwprofiles', org_id: id('ORG'), limit: 1 }, says: '"returned":1' },
  ],
  'mist_search_device `vc_mac`': (id) => [
    { args: { org_id: id('ORG'), vc_mac: id('SWITCHMAC') }, refused: 'mist_search_device has no input `vc_mac`' },
    {
      tool: 'mist_call_api',
      args: { operation: 'searchOrgInventory', path: { org_id: id('ORG') }, query: { vc_mac: id('SWITCHMAC') } },
      sends: { vc_mac: id('SWITCHMAC') },
    },
  ],
  'mist_search_events `mac`': (id) => [
    {
      args: { event_source: 'wireless_client', org_id: id('ORG'), mac: id('CLIENT') },
      refused: '`mac` does not apply to event_source=wireless_client without `site_id`',
    },
    {
      args: { event_source: 'wireless_client', org_id: id('ORG'), site_id: id('SITE'), mac: id('CLIENT') },
      path: `/clients/${id('CLIENT')}/events`,
    },
    {
      args: { event_source: 'roaming', org_id: id('ORG'), site_id: id('SITE'), mac: id('CLIENT') },
      says: '"looked_through"',
    },
    {
      args: { event_source: 'mxedge', org_id: id('ORG'), mac: colons(id('SITEMXEDGEMAC')) },
      sends: { mxedge_id: id('SITEMXEDGE') },
    },
  ],
  'mist_search_events `event_type`': (id) => [
    {
      args: { event_source: 'rogue', org_id: id('ORG'), site_id: id('SITE'), event_type: 'x' },
      refused: '`event_type` must be one of honeypot',
    },
  ],
  'mist_search_audit_logs `org_id`': (id) => [{ args: { scope: 'org' }, path: `/orgs/${id('ORG')}/logs/search` }],
  'mist_search_alarms `acked`': (id) => [
    { args: { scope: 'org', org_id: id('ORG'), acked: false }, sends: { acked: 'false' } },
  ],
  'mist_search_alarms `site_id`': (id) => [
    { args: { scope: 'org', org_id: id('ORG'), site_id: id('SITE') }, sends: { site_id: id('SITE') } },
  ],
  'mist_get_next_page `url`': (id) => [
    { args: { url: `/api/v1/orgs/${id('ORG')}/sites?limit=3&page=2` }, sends: { page: '2' } },
    { args: { url: `https://api.example.com/api/v1/orgs/${id('ORG')}/sites?page=2` }, refused: 'another host' },
    { args: { url: '@example.com/api/v1/self' }, refused: 'does not begin with /api/v1/' },
    { args: { url: '.example.com/api/v1/self' }, refused: 'does not begin with /api/v1/' },
  ],
  'mist_troubleshoot `mac`, `site_id`': (id) => [
    { args: { org_id: id('ORG'), troubleshoot_type: 'wireless' }, refused: 'needs `mac` or `site_id`' },
  ],
  'mist_search_nac_user_macs `labels`': (id) => [
    { args: { org_id: id('ORG'), labels: ['byod', 'guest'] }, sends: { labels: 'byod,guest' } },
  ],
  'mist_search_nac_user_macs `mac`': (id) => [
    { args: { org_id: id('ORG'), mac: '5c5b' }, sends: { mac: '5c5b*' } },
    { args: { org_id: id('ORG'), mac: '5c5b', usermac_id: id('USERMAC') }, refused: 'together with `usermac_id`' },
  ],
  'mist_get_insight_metrics `mac`, `device_id`': (id) => [
    { args: { site_id: id('SITE'), object_type: 'ap', metric: 'num_clients' }, refused: 'needs `mac` or `device_id`' },
    { args: { site_id: id('SITE'), object_type: 'gateway', metric: 'cpu' }, refused: 'needs `device_id` or `mac`' },
  ],
  'mist_get_insight_metrics `start`, `end`, `duration`, `interval`': (id) => [
    {
      args: { site_id: id('SITE'), object_type: 'site', metric: 'num_clients' },
      sends: { start: undefined, end: undefined, duration: undefined, interval: undefined },
    },
  ],
  'mist_get_site_rrm_info `limit`, `page`': (id) => [
    { args: { site_id: id('SITE'), rrm_info_type: 'current_channel_planning', limit: 200 }, path: '/rrm/current' },
    {
      args: { site_id: id('SITE'), rrm_info_type: 'current_channel_planning', limit: 200, page: 1 },
      path: '/rrm/current',
      says: '`page` was ignored',
    },
    { args: { site_id: id('SITE'), rrm_info_type: 'current_rrm_neighbors', band: '5', limit: 200 }, path: '/band/5' },
    {
      args: {
        ...{ site_id: id('SITE'), rrm_info_type: 'current_rrm_considerations' },
        ...{ device_id: id('AP'), band: '5', limit: 200, page: 1 },
      },
      path: '/band/5',
    },
  ],
  'mist_get_site_rrm_info `rrm_info_type`': (id) => [
    { args: { site_id: id('SITE'), rrm_info_type: 'channel_scores', band: '5' }, path: '/channel_scores/band/5' },
  ],
  'mist_get_site_sle `object_type`': (id) => [{ args: sle(id, {}), path: '/summary-trend' }],
  'mist_get_site_sle `scope`': (id) => [
    {
      args: sle(id, { scope: 'client', scope_id: id('CLIENT'), object_type: 'impacted_aps' }),
      refused: '`scope` must be one of site; got "client"',
    },
  ],
  'mist_get_site_sle `metric`': (id) => [
    { args: sle(id, { metric: 'coverge' }), says: 'Nearest: coverage. Metrics there: coverage, capacity' },
  ],
  'mist_get_stats `object_id`': (id) => [
    { args: { stats_type: 'org_devices', org_id: id('ORG') }, sends: { mac: undefined }, says: '"returned":20' },
  ],
  'mist_get_stats `site_id`': (id) => [
    { args: { stats_type: 'org_bgp', org_id: id('ORG'), site_id: id('SITE') }, sends: { site_id: id('SITE') } },
    { args: { stats_type: 'sites', org_id: id('ORG'), site_id: id('SITE') }, refused: '`site_id` does not apply' },
  ],
  'mist_get_stats `limit`': (id) => [
    { args: { stats_type: 'org_ospf', org_id: id('ORG'), limit: 3 }, sends: { limit: '3' } },
  ],
  'mist_utilities `wait_seconds`, `session_id`, `capture_id`': (id) =>
    ['wait_seconds', 'session_id', 'capture_id'].map((name) => ({
      args: { device_type: 'ap', utility: 'ping', site_id: id('SITE'), device_id: id('AP'), [name]: '3' },
      refused: `mist_utilities has no input \`${name}\``,
    })),
  'mist_update_configuration_objects `payload`': (id) => {
    const args = { action_type: 'update', object_type: 'org_wlans', org_id: id('ORG'), object_id: id('WLAN') };
    return [
      { args: { ...args, payload: { ssidd: 'x' } }, says: 'ssidd is no field that the specification knows' },
      { args: { ...args, payload: { sle_excluded: true }, dry_run: true }, says: '"body":{"sle_excluded":true}' },
      { args: { ...args, payload: { '-dtim': '' }, dry_run: true }, says: '"body":{"-dtim":""}' },
    ];
  },
  'mist_update_configuration_objects `object_id`': (id) => [
    {
      args: { action_type: 'create', object_type: 'org_sitegroups', object_id: id('WLAN'), payload: { name: 'x' } },
      refused: '`object_id` does not apply to action_type=create',
    },
  ],
  'mist_change_configuration_objects `action_type`': (id) => [
    {
      args: { action_type: 'delete', object_type: 'org_alarmtemplates', org_id: id('ORG'), object_id: 'Quiet Lab' },
      says: '"decision":"declined"',
    },
    {
      args: { action_type: 'delete', object_type: 'org_wlans', org_id: id('ORG'), object_id: id('WLAN') },
      says: 'The WLAN is in use',
    },
  ],
  'mist_list_upgrades `device_type`': (id) => [
    { args: { org_id: id('ORG'), device_type: 'switch' }, says: '"results"' },
    { args: { org_id: id('ORG'), device_type: 'available_device_versions', firmware_type: 'ap' }, path: '/versions' },
  ],
};

/** Tool and input of each row of the page's table. */
function rowsOfPage(): readonly string[] {
  const page = readFileSync(join(ROOT, 'docs/moving-from-python.md'), 'utf8');
  const table = page.split('## Inputs that behave differently')[1]?.split('\n## ')[0] ?? '';
  const cells = [...table.matchAll(/^\| (?!tool )([^|-][^|]*) \| ([^|]*) \|/gm)];
  return cells.map(([, tool = '', input = '']) => `${tool.replaceAll('`', '')} ${input}`);
}

const trials = {
  ...Object.fromEntries(Object.entries(EVERYWHERE).map(([input, of]) => [`any ${input}`, of])),
  ...OF_ONE_TOOL,
};

let stage: Stage;
let symbols: Readonly<Record<string, string>>;
let questions = 0;
beforeAll(async () => {
  stage = await openLocalStage({
    ...{ token: 'write', args: ['--enable-write-tools'] },
    client: { capabilities: { elicitation: { form: {} } } },
  });
  stage.client.setRequestHandler('elicitation/create', async () => {
    questions += 1;
    return { action: 'decline' };
  });
  symbols = await symbolsOf(stage);
});
afterAll(() => stage.close());

function judge(trial: Trial, { isError, text }: ToolAnswer, requests: Stage['cloud']['requests']): void {
  if (trial.refused !== undefined) {
    expect(isError, text).toBe(true);
    expect(text.replaceAll('\\"', '"')).toContain(trial.refused);
    expect(requests).toEqual([]);
    return;
  }
  if (trial.says !== undefined) expect(text).toContain(trial.says);
  else expect(isError, text).toBe(false);
  const fits = ({ path, query }: (typeof requests)[number]): boolean =>
    (trial.path === undefined || path.endsWith(trial.path)) &&
    Object.entries(trial.sends ?? {}).every(([name, value]) => query[name] === value);
  const seen = requests.map(({ path, query }) => `${path}?${new URLSearchParams(query)}`);
  if (trial.path ?? trial.sends) expect(requests.some(fits), seen.join('\n')).toBe(true);
}

describe('an input as the Python server takes it', () => {
  it('is tried for every row of the page, and for no other', () => {
    expect(Object.keys(trials)).toEqual(rowsOfPage());
    expect(rowsOfPage().length).toBeGreaterThan(40);
  });

  it.each(Object.entries(trials))('%s does what the page says', async (row, trialsOf) => {
    const tried = trialsOf((word) => symbols[word] ?? '');
    expect(tried.length).toBeGreaterThan(0);
    for (const trial of tried) {
      const before = stage.cloud.requests.length;
      const answer = await stage.call(trial.tool ?? row.split(' ')[0] ?? '', { ...trial.args });
      judge(trial, answer, stage.cloud.requests.slice(before));
    }
  });

  it('changes nothing without a yes', () => {
    expect(questions).toBeGreaterThan(0);
    expect(stage.cloud.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
