import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToolAnswer } from '../harness/answer.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openLocalStage();
});
afterAll(() => stage.close());

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const rowsOf = ({ data }: ToolAnswer): Row[] => (Array.isArray(data.results) ? data.results.filter(isRow) : []);

async function ask(tool: string, args: Row): Promise<ToolAnswer & { queries: Row[] }> {
  const before = stage.cloud.requests.length;
  const answer = await stage.call(tool, args);
  expect(answer.isError, answer.text).toBe(false);
  return { ...answer, queries: stage.cloud.requests.slice(before).map(({ query }) => query) };
}

describe('what a filter, a count and fields share with the whole list', () => {
  it.each([
    ['mist_search_client', { client_type: 'wireless' }, 'last_ap = ZUR-H-AP-Canteen', 'ap = ZUR-H-AP-Canteen'],
    ['mist_search_device', {}, 'site_id = Zurich HQ', 'site = Zurich HQ'],
    ['mist_get_configuration_objects', { object_type: 'org_wlans' }, 'template_id=Store Wi-Fi', 'template=Store Wi-Fi'],
  ])('%s finds the same by the name in the column of ids', async (tool, args, byId, byName) => {
    const [one, other] = [await ask(tool, { ...args, where: byId }), await ask(tool, { ...args, where: byName })];
    expect(rowsOf(one).length).toBeGreaterThan(0);
    expect(rowsOf(one)).toEqual(rowsOf(other));
  });

  it('has all rows under a handle where all pages are wanted in an order that the API gives', async () => {
    const asked = { client_type: 'wireless', sort: '-timestamp', all_pages: true, limit: 2, fields: ['mac'] };
    const { data } = await ask('mist_search_client', asked);
    expect(data).toMatchObject({ complete: 'yes', looked_through: data.total, handle: expect.any(String) });
  });

  it('says what a count counts', async () => {
    const { data } = await ask('mist_search_device', { device_type: 'switch', group_by: 'site' });
    expect(data.note).toContain('2 rows are one chassis.');
  });

  it('takes as a field what default rows call by that word', async () => {
    const answer = await ask('mist_get_stats', { stats_type: 'org_ports', fields: ['device', 'port_id'], limit: 1 });
    expect(rowsOf(answer)).toEqual([{ device: 'ZUR-H-SW-CORE', port_id: 'ge-0/0/0' }]);
    expect(answer.data.note ?? '').not.toContain('No row has');
  });
});

describe('a filter of a list', () => {
  it('is looked for by the API where a parameter means the same, and the answer is whole', async () => {
    const { queries, data, ...answer } = await ask('mist_search_device', { where: 'status=Disconnected, type=ap' });
    expect(queries.filter(({ status }) => status === 'disconnected').map(({ type }) => type)).toEqual(['ap']);
    expect(rowsOf({ data, ...answer }).every((row) => row.status === 'disconnected' && row.type === 'ap')).toBe(true);
    expect(data).toMatchObject({ complete: 'yes', has_more: false });
    expect(data.total).toBeGreaterThan(1);
  });

  it('is looked for here over all pages where the API has no such parameter', async () => {
    const all = await ask('mist_get_stats', {
      stats_type: 'org_devices',
      limit: 1000,
      fields: ['name', 'num_clients'],
    });
    const wanted = rowsOf(all).filter(({ num_clients }) => Number(num_clients) > 5);
    const answer = await ask('mist_get_stats', {
      stats_type: 'org_devices',
      where: 'num_clients > 5',
      fields: ['name', 'num_clients'],
      limit: 1000,
    });
    expect(rowsOf(answer)).toEqual(wanted);
    expect(answer.data).toMatchObject({ total: wanted.length, looked_through: rowsOf(all).length, complete: 'yes' });
  });

  it('compares names as well as ids, and moments with times before now', async () => {
    const site = await ask('mist_search_alarms', { scope: 'org', where: 'site=Zurich HQ' });
    expect(new Set(rowsOf(site).map((row) => row.site))).toEqual(new Set(['Zurich HQ']));
    const old = await ask('mist_get_stats', { stats_type: 'org_devices', filter: 'last_seen<-1h', fields: ['name'] });
    expect(old.data.total).toBe(2);
  });

  it('may ask for what a row leaves out, where the API itself looks for it', async () => {
    const answer = await ask('mist_search_alarms', { scope: 'org', where: 'acked=false' });
    expect(answer.queries.some(({ acked }) => acked === 'false')).toBe(true);
    expect(answer.data.total).toBeGreaterThan(0);
  });

  it('that names no column tells the columns', async () => {
    const answer = await stage.call('mist_search_client', { client_type: 'wired', where: 'prt_id=ge-0/0/1' });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('port_id');
  });

  it('never tells a secret by what fits it', async () => {
    const { world } = stage.cloud;
    const psk = world.table('psks').find(({ passphrase }) => typeof passphrase === 'string');
    const where = `passphrase="${psk?.passphrase}"`;
    const answer = await ask('mist_get_configuration_objects', { object_type: 'org_psks', where });
    expect(answer.data.total).toBe(0);
  });

  it('shows as many rows as wanted, and keeps the others under a handle', async () => {
    const answer = await ask('mist_search_client', { client_type: 'wireless', where: 'band=5', limit: 3 });
    expect(answer.data).toMatchObject({ returned: 3, has_more: true, complete: 'yes', handle: expect.any(String) });
    const rest = await ask('mist_query_result', { handle: answer.data.handle, skip: 3, limit: 1000 });
    expect(rest.data).toMatchObject({ total: answer.data.total });
    expect(rowsOf(rest)).not.toContainEqual(rowsOf(answer)[0]);
  });
});

describe('counts and sums of a list', () => {
  it('are those of all its rows', async () => {
    const all = await ask('mist_get_stats', { stats_type: 'org_ports', all_pages: true });
    const { columns } = Object(all.data.held);
    expect(columns).toContain('power_draw');
    const kept = { handle: all.data.handle, group_by: 'device,sum(power_draw)', sort: '-sum(power_draw)' };
    const wanted = await ask('mist_query_result', { ...kept, limit: 1000 });
    const { handle: _, ...question } = kept;
    const answer = await ask('mist_get_stats', { stats_type: 'org_ports', ...question, limit: 1000 });
    expect(rowsOf(answer)).toEqual(rowsOf(wanted));
    expect(Number(rowsOf(answer)[0]?.['sum(power_draw)'])).toBeGreaterThan(1);
    expect(answer.data).toMatchObject({ complete: 'yes', rows_counted: all.data.total });
  });

  it('may be asked for as fields, over all rows or by the columns beside them', async () => {
    const site = { stats_type: 'site_devices', site_id: 'Zurich HQ' };
    const over = await ask('mist_get_stats', { ...site, fields: ['count()', 'sum(num_clients)'] });
    expect(rowsOf(over)).toEqual([{ count: expect.any(Number), 'sum(num_clients)': expect.any(Number) }]);
    const by = await ask('mist_get_stats', { ...site, fields: ['type', 'sum(num_clients)'] });
    expect(new Set(rowsOf(by).map(({ type }) => type))).toEqual(new Set(['ap', 'switch', 'gateway']));
  });

  it('say names', async () => {
    const answer = await ask('mist_search_client', { client_type: 'wireless', group_by: 'ap' });
    expect(String(rowsOf(answer)[0]?.ap)).toMatch(/-AP-/);
  });
});

describe('an order of a list', () => {
  const lists = ({ queries }: { readonly queries: readonly Row[] }) =>
    queries.filter(({ limit }) => limit !== undefined);

  it('is the API’s own where its route takes one: one request, of as many rows as are wanted', async () => {
    const answer = await ask('mist_get_stats', { stats_type: 'org_ports', sort: '-rx_bps', limit: 25 });
    const [query, ...more] = lists(answer).filter(({ page }) => page === undefined);
    expect(query).toMatchObject({ sort: '-rx_bps', limit: '25' });
    expect(more).toEqual([]);
    const all = await ask('mist_get_stats', { stats_type: 'org_ports', where: 'rx_bps>0', sort: '-rx_bps', limit: 25 });
    expect(rowsOf(answer).map(({ rx_bps }) => rx_bps)).toEqual(rowsOf(all).map(({ rx_bps }) => rx_bps));
  });

  it('goes on in the same order on the next page', async () => {
    const first = await ask('mist_search_client', { client_type: 'wireless', sort: 'mac', limit: 3 });
    expect(first.data).toMatchObject({ returned: 3, has_more: true });
    const second = await ask('mist_get_next_page', { url: first.data.next });
    const macs = [...rowsOf(first), ...rowsOf(second)].map(({ mac }) => String(mac));
    expect(macs.length).toBeGreaterThan(10);
    expect(macs).toEqual([...macs].sort());
  });

  it('is made here, over all pages, where the route takes none or rows do not show it', async () => {
    const uptime = await ask('mist_get_stats', { stats_type: 'org_devices', sort: '-uptime', limit: 2 });
    expect(lists(uptime).every(({ sort }) => sort === undefined)).toBe(true);
    expect(uptime.data).toMatchObject({ returned: 2, looked_through: 53, complete: 'yes' });
    const events = await ask('mist_search_events', { event_source: 'device', sort: 'type', limit: 2 });
    expect(lists(events).map(({ limit }) => limit)).toEqual(['20', '1000']);
  });
});

describe('a question about rows', () => {
  it('is answered where the tool makes the rows itself', async () => {
    const jobs = await ask('mist_list_upgrades', { device_type: 'ap', where: 'failed>0' });
    expect(rowsOf(jobs).map(({ failed }) => failed)).toEqual([1]);
    const all = await ask('mist_list_upgrades', { device_type: 'ap', group_by: 'status,sum(failed)' });
    expect(rowsOf(all)).toContainEqual({ status: 'completed', count: expect.any(Number), 'sum(failed)': 1 });
    expect(jobs.data).toMatchObject({ total: 1, looked_through: all.data.looked_through });
    const roaming = { event_source: 'roaming', site_id: 'Zurich HQ' };
    const [first] = rowsOf(await ask('mist_search_events', { ...roaming, limit: 1, fields: ['client_mac'] }));
    const of = { ...roaming, mac: first?.client_mac };
    const roams = await ask('mist_search_events', { ...of, group_by: 'to' });
    const counts = rowsOf(roams).map(({ count }) => Number(count));
    expect(counts.reduce((sum, count) => sum + count)).toBe((await ask('mist_search_events', of)).data.total);
  });

  it('is answered of the objects that a name fits', async () => {
    const named = { object_type: 'org_wlans', name: 'Lakeside*' };
    const psk = await ask('mist_get_configuration_objects', { ...named, where: 'auth.type=psk' });
    expect(psk.data.total).toBe(rowsOf(psk).length);
    const counts = await ask('mist_get_configuration_objects', { ...named, group_by: 'auth.type' });
    expect(rowsOf(counts)).toContainEqual({ 'auth.type': 'psk', count: psk.data.total });
    const none = await ask('mist_get_configuration_objects', { ...named, where: 'auth.type=wep' });
    expect(none.data).toMatchObject({ total: 0, note: expect.stringMatching(/^None of the \d objects/) });
  });

  it('is answered of any list of the API', async () => {
    const answer = await ask('mist_call_api', {
      operation: 'listOrgSites',
      where: 'country_code=CH',
      fields: ['name'],
    });
    expect(answer.data).toMatchObject({ results: [{ name: 'Zurich HQ' }], complete: 'yes' });
  });

  it('that is put to one object is said to be ignored', async () => {
    const { data } = await ask('mist_get_stats', { stats_type: 'org', where: 'num_sites>3' });
    expect(data).toMatchObject({ num_sites: 10, note: expect.stringContaining('no list') });
  });

  it.each([
    { object_type: 'org_wlans', object_id: 'Lakeside-POS', fields: ['ssid'] },
    { object_type: 'site_settings', site_id: 'Zurich HQ', fields: ['vars'] },
    {
      object_type: 'site_devices',
      site_id: 'Zurich HQ',
      object_id: 'ZUR-H-SW-CORE',
      computed: true,
      fields: ['ntp_servers'],
    },
  ])('that is put to the configuration of one object is said to be ignored: %j', async (asked) => {
    const { data, text } = await ask('mist_get_configuration_objects', { ...asked, where: 'name=x' });
    expect(data.note, text).toMatch(/no list/);
  });
});
