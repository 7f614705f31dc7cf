import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { family, familyNames } from '../../src/mist/families.ts';
import { idColumn } from '../../src/mist/id-columns.ts';
import { operation } from '../../src/mist/spec/operations.ts';
import { tools } from '../../src/tools/index.ts';
import type { ToolAnswer } from '../harness/answer.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import { isLookup } from '../harness/lookups.ts';
import type { Stage } from '../harness/stage.ts';

const TOOL = 'mist_get_configuration_objects';

let stage: Stage;
let org = '';

beforeAll(async () => {
  stage = await openLocalStage();
  org = String(stage.cloud.world.table('sites')[0]?.org_id);
  // The organization is looked up once; afterward every request is the tool's own.
  await stage.call('mist_get_org_or_site_info', { info_type: 'org', org_id: org });
});
afterAll(() => stage.close());
afterEach(() => expect(stage.cloud.violations).toEqual([]));

type Args = Record<string, unknown>;

/** A call's answer and the requests it made, as path and query. */
async function ask(args: Args): Promise<ToolAnswer & { requests: string[] }> {
  const before = stage.cloud.requests.length;
  const answer = await stage.call(TOOL, args);
  const requests = stage.cloud.requests.slice(before).map(({ method, path, query }) => {
    const search = new URLSearchParams(Object.entries(query).sort()).toString();
    return `${method} ${path}${search ? `?${search}` : ''}`;
  });
  return { ...answer, requests };
}

const isRow = (value: unknown): value is Args => typeof value === 'object' && value !== null && !Array.isArray(value);
const rowsOf = ({ data }: ToolAnswer): Args[] => (Array.isArray(data.results) ? data.results.filter(isRow) : []);

/** Type, path of the list, and what a row is called by where that is not its name. */
type List = readonly [type: string, path: string, label?: string];
const ORG_LISTS: readonly List[] = [
  ...['sitegroups', 'rftemplates', 'networktemplates', 'gatewaytemplates', 'sitetemplates', 'networks'].map(plain),
  ...['services', 'servicepolicies', 'vpns', 'evpn_topologies', 'alarmtemplates', 'webhooks', 'psks'].map(plain),
  ...['pskportals', 'nactags', 'nacrules', 'nacportals', 'wxtags', 'mxedges', 'mxclusters', 'mxtunnels'].map(plain),
  ...['avprofiles', 'idpprofiles', 'secintelprofiles', 'secpolicies', 'assetfilters', 'assets', 'wxtunnels'].map(plain),
  ...['aptemplates', 'deviceprofiles', 'wxrules', 'aamwprofiles', 'sdktemplates', 'securityzones'].map(plain),
  ['org_wlantemplates', 'templates'],
  ['org_wlans', 'wlans', 'ssid'],
  ['org_uisettings', 'uisettings', 'description'],
  ['org_usermacs', 'usermacs/search', 'mac'],
  ['org_sites', 'sites'],
];
const SITE_LISTS: readonly List[] = [
  ...['psks', 'webhooks', 'wxrules', 'wxtags', 'wxtunnels', 'maps', 'zones', 'rssizones', 'evpn_topologies'].map(site),
  ...['mxedges', 'assetfilters', 'assets', 'beacons', 'vbeacons', 'devices', 'mapstacks'].map(site),
  ['site_wlans', 'wlans', 'ssid'],
  ['site_uisettings', 'uisettings', 'description'],
];

function plain(name: string): readonly [string, string] {
  return [`org_${name}`, name];
}
function site(name: string): readonly [string, string] {
  return [`site_${name}`, name];
}

/** Queries that list everything of a kind, with a limit where the route takes one. */
function queries(type: string, path: string, limit: number): string[] {
  const list = family(type)?.routes.list;
  const cut = list && 'limit' in operation(list).query ? `?limit=${limit}` : '';
  if (path === 'devices') return [`${cut}&type=all`];
  return path === 'deviceprofiles' ? ['ap', 'gateway', 'switch'].map((type) => `${cut}&type=${type}`) : [cut];
}

/** A site that has an object of the family's own. */
function siteWith(table: string): string {
  const id = stage.cloud.world.table(table).find((row) => row.site_id !== undefined && row.org_id === org)?.site_id;
  if (typeof id !== 'string') throw new Error(`no site has ${table}`);
  return id;
}

describe('every family', () => {
  it('is in the lists below', () => {
    const single = ['org_info', 'org_settings', 'site_settings'];
    expect(
      [...ORG_LISTS, ...SITE_LISTS]
        .map(([type]) => type)
        .concat(single)
        .sort(),
    ).toEqual([...familyNames].sort());
  });

  for (const [type, path, label = 'name'] of [...ORG_LISTS, ...SITE_LISTS])
    it(`${type}: listed, by id and by name`, async () => {
      const site_id = type.startsWith('site_') ? siteWith(path) : undefined;
      const scope: Args = { object_type: type, ...(site_id ? { site_id } : {}) };
      const base = `GET /api/v1/${site_id ? `sites/${site_id}` : `orgs/${org}`}/${path}`;

      const listed = await ask(scope);
      expect(listed.isError, listed.text).toBe(false);
      const own = queries(type, path, 20).map((query) => base + query);
      expect(listed.requests.filter((request) => !isLookup(request))).toEqual(own);
      const [first] = rowsOf(listed);
      expect(first).toMatchObject({ id: expect.any(String) });
      const allowed = [
        'id',
        label,
        ...(family(type)?.columns ?? []).flatMap((name) => [name, idColumn(name)?.as ?? name]),
      ];
      expect(Object.keys(first ?? {}).filter((name) => !allowed.includes(name))).toEqual([]);
      expect(listed.data.total).toBeGreaterThan(0);

      const one = await ask({ ...scope, object_id: first?.id });
      expect(one.isError, one.text).toBe(false);
      const item = type === 'org_sites' ? 'GET /api/v1/sites' : base.replace('/search', '');
      expect(one.requests).toEqual([`${item}/${first?.id}`]);
      expect(one.data).toMatchObject({ id: first?.id });
      // Times of what can be written back stay as the API has them.
      if ('modified_time' in one.data) expect(one.data.modified_time).toEqual(expect.any(Number));

      const name = first?.[label];
      if (typeof name !== 'string') {
        expect(path).toMatch(/^(aptemplates|wxrules)$/);
        const none = await ask({ ...scope, name: 'any' });
        return expect(none.data).toMatchObject({ results: [], note: expect.stringContaining('have no name') });
      }
      const named = await ask({ ...scope, name: name.toUpperCase() });
      expect(named.isError, named.text).toBe(false);
      const brief = path === 'evpn_topologies' ? [`${base}/${first?.id}`] : [];
      expect(named.requests).toEqual([...queries(type, path, 1000).map((query) => base + query), ...brief]);
      expect(named.data.looked_through).toBe(listed.data.total);
      expect(rowsOf(named)).toContainEqual(one.data);
      return undefined;
    });

  it.each([
    ['org_info', (id: string) => `/api/v1/orgs/${id}`],
    ['org_settings', (id: string) => `/api/v1/orgs/${id}/setting`],
    ['org', (id: string) => `/api/v1/orgs/${id}/setting`],
  ])('%s is one object', async (object_type, path) => {
    const { data, requests } = await ask({ object_type });
    expect(requests).toEqual([`GET ${path(org)}`]);
    expect(data).toMatchObject({ [object_type === 'org_info' ? 'id' : 'org_id']: org });
  });

  it('site_settings is one object of a site', async () => {
    const site_id = siteWith('devices');
    const { data, requests } = await ask({ object_type: 'site_settings', site_id });
    expect(requests).toEqual([`GET /api/v1/sites/${site_id}/setting`]);
    expect(data).toMatchObject({ site_id, rogue: { enabled: true } });
  });
});

describe('lists', () => {
  it('holds switches and gateways among devices and device profiles', async () => {
    const devices = await ask({ object_type: 'site_devices', site_id: siteWith('devices'), limit: 100 });
    expect(new Set(rowsOf(devices).map(({ type }) => type))).toEqual(new Set(['ap', 'switch', 'gateway']));
    const profiles = await ask({ object_type: 'org_deviceprofiles' });
    expect(new Set(rowsOf(profiles).map(({ type }) => type))).toEqual(new Set(['ap', 'switch', 'gateway']));
  });

  it.each([
    ['org_sites', 3],
    ['org_wlans', 2],
    ['org_deviceprofiles', 1],
    ['org_nactags', 2],
  ])('%s goes on by next without loss, repetition or change of columns', async (object_type, limit) => {
    const all = rowsOf(await ask({ object_type, limit: 1000 }));
    const walked: Args[] = [];
    let page: ToolAnswer = await ask({ object_type, limit });
    for (let count = 0; count < 40; count += 1) {
      walked.push(...rowsOf(page));
      if (page.data.next === undefined) break;
      page = await stage.call('mist_get_next_page', { url: page.data.next });
      expect(page.isError, page.text).toBe(false);
    }
    expect(walked).toEqual(all);
    expect(page.data.has_more).toBe(false);
  });

  it('leaves the columns of other tools alone that show the same lists', async () => {
    const { data } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', limit: 2 });
    const next = await stage.call('mist_get_next_page', { url: data.next });
    expect(rowsOf(next)[0]).toHaveProperty('sitegroups');
    expect(rowsOf(next)[0]).not.toHaveProperty('network_template');
  });

  it('shows the columns that fields names, and times as they are', async () => {
    const answer = await ask({ object_type: 'org_wlans', fields: ['ssid', 'modified_time', 'auth'] });
    const [first] = rowsOf(answer);
    expect(first).toMatchObject({ ssid: expect.any(String), modified_time: expect.any(Number), auth: { type: 'eap' } });
  });

  it('says of an empty list what it may mean', async () => {
    const site = stage.cloud.world
      .table('sites')
      .find(({ id }) => !stage.cloud.world.table('psks').some((row) => row.site_id === id));
    const { data } = await ask({ object_type: 'site_psks', site_id: site?.id });
    expect(data).toMatchObject({ results: [], has_more: false, note: expect.stringContaining('org_') });
  });
});

describe('search by name', () => {
  it.each([
    ['lakeside-*', ['Lakeside-Corp', 'Lakeside-Guest']],
    ['*GUEST*', ['Lakeside-Guest']],
    ['*corp', ['Lakeside-Corp']],
    ['lakeside', []],
  ])('WLANs called %s', async (name, expected) => {
    const answer = await ask({ object_type: 'org_wlans', name });
    const found = rowsOf(answer).map(({ ssid }) => ssid);
    for (const ssid of expected) expect(found).toContain(ssid);
    if (expected.length === 0) expect(found).toEqual([]);
    const known = stage.cloud.world.table('wlans').filter((row) => row.org_id === org && row.site_id === undefined);
    expect(answer.data.looked_through).toBe(known.length);
  });

  it('shows few matches whole and many by their columns', async () => {
    const few = await ask({ object_type: 'org_networktemplates', name: '*switching' });
    expect(rowsOf(few)).toHaveLength(2);
    for (const row of rowsOf(few)) expect(row).toHaveProperty('switch_matching');
    const many = await ask({ object_type: 'org_sites', name: '*o*' });
    expect(rowsOf(many).length).toBeGreaterThan(3);
    for (const row of rowsOf(many)) expect(row).not.toHaveProperty('latlng');
    expect(many.data.note).toContain('object_id');
    const chosen = await ask({ object_type: 'org_networktemplates', name: '*switching', fields: ['name'] });
    expect(rowsOf(chosen)).toEqual([{ name: 'Campus Switching' }, { name: 'Store Switching' }]);
  });

  it('walks every page', async () => {
    const place = { org: 'Lakeside Retail Group' };
    const table = stage.cloud.world.table('nactags');
    const before = table.length;
    for (let number = 0; number < 1100; number += 1) {
      stage.cloud.world.add('nactags', `bulk ${number}`, place, {
        name: `bulk ${number}`,
        type: 'match',
        match: 'client_mac',
        values: ['a'],
      });
    }
    try {
      const { data, requests } = await ask({ object_type: 'org_nactags', name: 'BULK 1099' });
      expect(requests.map((request) => request.replace(/.*\?/, ''))).toEqual(['limit=1000', 'limit=1000&page=2']);
      expect(data).toMatchObject({ total: 1, looked_through: before + 1100, has_more: false });
      const some = await ask({ object_type: 'org_nactags', name: 'bulk*', limit: 5 });
      expect(some.data).toMatchObject({ total: 1100, returned: 5, has_more: true });
      expect(some.data.note).toContain('1095 more match');
    } finally {
      table.splice(before);
    }
  });

  it('names what is near when nothing fits', async () => {
    const { data } = await ask({ object_type: 'org_wlantemplates', name: 'Corporate Wifi' });
    expect(data).toMatchObject({ results: [], total: 0, note: expect.stringContaining('Corporate Wi-Fi') });
  });

  it('finds an endpoint by its MAC in any notation', async () => {
    const mac = String(stage.cloud.world.table('usermacs')[0]?.mac);
    const spelled = mac.toUpperCase().replace(/(..)(?=.)/g, '$1:');
    const { data } = await ask({ object_type: 'org_usermacs', name: spelled });
    expect(data).toMatchObject({ total: 1, results: [{ mac }] });
  });
});

describe('one object', () => {
  it.each(['object_id', 'site_id'])('answers the site object, not its setting, for org_sites by %s', async (input) => {
    const { data, requests } = await ask({ object_type: 'org_sites', [input]: 'Zurich HQ' });
    expect(data).toMatchObject({ name: 'Zurich HQ', country_code: 'CH', networktemplate_id: expect.any(String) });
    expect(requests.at(-1)).toBe(`GET /api/v1/sites/${data.id}`);
  });

  it('takes a device by MAC in any notation', async () => {
    const device = stage.cloud.world.table('devices').find(({ type }) => type === 'gateway');
    const spelled = String(device?.mac).replace(/(....)(?=.)/g, '$1.');
    const { data } = await ask({ object_type: 'site_devices', site_id: device?.site_id, object_id: spelled });
    expect(data).toMatchObject({ id: device?.id });
  });

  it('keeps within the budget and says which roots were left out, and gives them on asking', async () => {
    const site_id = siteWith('devices');
    const setting = stage.cloud.world.table('site_settings').find((row) => row.site_id === site_id);
    const commands = Array.from({ length: 3000 }, (_, index) => `set interfaces ge-0/0/${index} disable`);
    if (setting) setting.additional_config_cmds = commands;
    try {
      const { data } = await ask({ object_type: 'site_settings', site_id });
      expect(data).toMatchObject({
        partial: { rogue: { enabled: true } },
        omitted: { additional_config_cmds: expect.any(String) },
      });
      const picked = await ask({ object_type: 'site_settings', site_id, fields: ['rogue', 'nothing'] });
      expect(picked.data).toMatchObject({ rogue: { enabled: true }, note: expect.stringContaining('no nothing') });
    } finally {
      delete setting?.additional_config_cmds;
    }
  });

  it('explains an id that is not there', async () => {
    const { data, isError } = await ask({
      object_type: 'org_wlans',
      object_id: '11111111-2222-3333-4444-555555555555',
    });
    expect(isError).toBe(true);
    expect(data.error).toContain('no object of org_wlans with the id 11111111-2222-3333-4444-555555555555');
    expect(data).toMatchObject({ status: 404, next_step: expect.stringContaining('Leave `object_id` out') });
  });
});

describe('refused before any request', () => {
  const ID = '11111111-2222-3333-4444-555555555555';
  it.each<[string, Args, RegExp, RegExp]>([
    ['a site type without a site', { object_type: 'site_wlans' }, /site_wlans needs `site_id`/, /org_wlans/],
    [
      'an org type with a site',
      { object_type: 'org_psks', site_id: ID },
      /`site_id` does not apply to .*org_psks/,
      /site_psks/,
    ],
    [
      'org_sites by name with a site',
      { object_type: 'org_sites', site_id: ID, name: 'x' },
      /`site_id` does not apply/,
      /`object_id`/,
    ],
    ['id and name', { object_type: 'org_wlans', object_id: ID, name: 'x' }, /`object_id` and `name`/, /one of them/],
    [
      'an id of what there is one of',
      { object_type: 'org_info', object_id: ID },
      /`object_id` does not apply/,
      /lists/,
    ],
    [
      'a name of what there is one of',
      { object_type: 'site_settings', site_id: ID, name: 'x' },
      /`name` does not/,
      /lists/,
    ],
    [
      'a MAC that lost a digit as the id of a device',
      { object_type: 'site_devices', site_id: 'Zurich HQ', object_id: '5c5b3550e71' },
      /`object_id` must be a MAC address \(12 hex digits, not 11\) or device ID/,
      /use `name`/,
    ],
    ['a path as id', { object_type: 'org_wlans', object_id: '..' }, /must be an ID .*; got "\.\."/, /use `name`/],
    [
      'a MAC where no device is meant',
      { object_type: 'org_wlans', object_id: '5c5b35000001' },
      /must be an ID .*hexadecimal digits\) for/,
      /./,
    ],
    [
      'computed where there is no such thing',
      { object_type: 'org_psks', computed: true },
      /`computed` does not apply to .*org_psks/,
      /site_settings/,
    ],
    [
      'computed for the settings of an organization',
      { object_type: 'org', computed: true, site_id: ID },
      /`computed` does not/,
      /./,
    ],
    ['computed without the site', { object_type: 'org_networks', computed: true }, /needs `site_id`/, /site/],
    [
      'computed for all devices',
      { object_type: 'site_devices', computed: true, site_id: ID },
      /needs one device/,
      /`object_id`/,
    ],
    [
      'a type there is not',
      { object_type: 'org_wlann' },
      /There is no object_type "org_wlann"\. Did you mean org_wlans\b/,
      /org_alarmtemplates, .*site_zones/,
    ],
    ['an input there is not', { object_type: 'org_wlans', ssid: 'x' }, /has no input `ssid`/, /name/],
    [
      'a limit below',
      { object_type: 'org_wlans', limit: -5 },
      /`limit` must be a whole number, at least 1; got -5/,
      /./,
    ],
  ])('%s', async (_, args, error, advice) => {
    const answer = await ask(args);
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.data.error).toMatch(error);
    expect(answer.data.next_step).toMatch(advice);
    expect(answer.requests).toEqual([]);
  });
});

describe('the tool', () => {
  it('only reads', () => {
    const tool = tools.find(({ name }) => name === TOOL);
    expect(tool?.routes.every((route) => route.startsWith('GET '))).toBe(true);
    expect(tool?.routes.length).toBeGreaterThan(120);
  });
});
