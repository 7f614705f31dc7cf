import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { isJoined, wirelessClients } from '../../simulator/world/clients.ts';
import { endpoints } from '../../simulator/world/endpoints.ts';
import { devicesOf } from '../../simulator/world/hardware.ts';
import { startCloud } from '../harness/cloud.ts';
import { openDirect } from '../harness/direct-stage.ts';

/** Requests that one explanation may make. */
const MOST = 20;

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await cloud.close();
});

/** Asks a server that knows nothing yet. */
async function explain(subject: string, name: string, more: Readonly<Record<string, unknown>> = {}) {
  const direct = await openDirect({ cloud });
  try {
    const { data, isError, text } = await direct.call('mist_explain', { subject, name, ...more });
    if (!isError) expect(data.calls, text).toBe(direct.sent.length);
    expect(direct.sent.length).toBeLessThanOrEqual(MOST);
    return { data, isError, text };
  } finally {
    await direct.close();
  }
}

describe('mist_explain of a device that went away more than a week ago', () => {
  it('says why, from the event of that day', async () => {
    const { data } = await explain('device', 'TOR-S-AP-Meeting');
    expect(data).toMatchObject({ status: 'disconnected', reason: { event: { reason: 'powered off' } } });
  });
});

describe('mist_explain of a client', () => {
  it('says why a laptop is denied: rule, certificate, failures, and the WLAN with its template', async () => {
    const { data } = await explain('client', 'farid');
    expect(data).toMatchObject({
      ...{ hostname: 'BER-LT-0042', site: 'Berlin Office', ap: 'BER-O-AP-Reception', connected: false },
      wlan: { from: 'WLAN template Corporate Wi-Fi' },
      access_control: { status: 'denied', rule: 'Everyone else', certificate_days_left: -2 },
      failures_of_last_day: [{ type: 'MARVIS_EVENT_CLIENT_AUTH_FAILURE', count: 30 }],
    });
    expect(data).not.toHaveProperty('not_looked_at');
  });

  it('names the access points that a client roamed between, and its VLAN with its source', async () => {
    const { world } = cloud;
    const roamed = wirelessClients(world).find((one) => isJoined(world, one) && one.before.length > 0 && one.username);
    const { data } = await explain('client', roamed?.mac ?? '');
    expect(data).toMatchObject({ connected: true, vlan: roamed?.vlan, vlan_from: 'access control (nactag)' });
    expect(data.roaming).toMatchObject({
      path: expect.arrayContaining([expect.objectContaining({ to: roamed?.ap.name })]),
    });
    expect(data.radio).toHaveProperty('rssi_dbm', roamed?.rssi);
  });

  it('joins a wired client with the state and the effective profile of its port', async () => {
    const one = endpoints(cloud.world).find(({ lastSeen }) => lastSeen > cloud.world.born - 900);
    const { data } = await explain('client', one?.mac ?? '');
    expect(data).toMatchObject({ switch: one?.device.name, port: one?.port, port_state: { up: true } });
    expect(data.port_configuration).toMatchObject({ profile: 'desk', range: 'ge-0/0/0-35', assigned_by: 'device' });
  });

  it('asks which one is meant where several go by a name, and where none does', async () => {
    const none = await explain('client', 'nobody-here');
    expect(none.isError).toBe(true);
    expect(none.text).toContain('mist_find');
    for (const one of wirelessClients(cloud.world)) {
      const twins = wirelessClients(cloud.world).filter(({ username }) => username && username === one.username);
      if (new Set(twins.map(({ mac }) => mac)).size < 2) continue;
      const { text, isError } = await explain('client', one.username ?? '');
      expect(isError, text).toBe(true);
      expect(text).toContain('Give the MAC of one');
      return;
    }
  });
});

describe('mist_explain of a port', () => {
  it('gives profile, range and VLANs with the layer that says so, beside what was measured', async () => {
    const { data } = await explain('port', 'PAR-S-SW-ACC0', { port_id: 'ge-0/0/7' });
    expect(data.state).toMatchObject({ speed_mbps: 100, duplex: 'half', errors: { rx: 48_213, tx: 17 } });
    expect(data.configuration).toMatchObject({
      ...{ profile: 'desk', profile_from: 'networktemplate Store Switching', range: 'ge-0/0/0-35' },
      untagged: { network: 'corp', vlan: 10, from: 'site' },
    });
    expect(data.clients_of_last_day).toEqual([expect.objectContaining({ hostname: 'PAR-PR-892' })]);
    expect(data.open_alarms_of_switch).toEqual([expect.objectContaining({ type: 'bad_cable' })]);
  });

  it('names the access point behind a trunk, and needs the port', async () => {
    const { data } = await explain('port', 'BER-O-SW-ACC1', { port_id: 'ge-0/0/36' });
    expect(data.state).toMatchObject({ neighbor: { name: 'BER-O-AP-Reception' }, poe: { on: true } });
    expect(data.configuration).toMatchObject({ mode: 'trunk', tagged: 'all networks' });
    const { text, isError } = await explain('port', 'BER-O-SW-ACC1');
    expect(isError).toBe(true);
    expect(text).toContain('port_id');
  });

  it('says that the switch has no such port, and which it has', async () => {
    for (const port_id of ['ge-0/0/99', 'xe-7/0/0']) {
      const { text, isError } = await explain('port', 'BER-O-SW-ACC1', { port_id });
      expect(isError, text).toBe(true);
      expect(text).toContain(`has no port ${port_id}: it reports ge-0/0/0-`);
    }
    for (const port_id of ['ge-0/0/1-3', 'port 7', 'ge-0/0']) {
      const { text, isError } = await explain('port', 'BER-O-SW-ACC1', { port_id });
      expect(isError, text).toBe(true);
      expect(text).toContain('must be one port');
    }
    expect((await explain('port', 'BER-O-SW-ACC1', { port_id: 'GE-0/0/36' })).data).toHaveProperty('state.up', true);
  });

  it('says of a port that is configured and of which the switch reports nothing just that', async () => {
    const own = await startCloud();
    const device = own.world.table('devices').find(({ name }) => name === 'BER-O-SW-ACC1');
    if (!device) throw new Error('no switch');
    device.port_config = { ...Object(device.port_config), 'ge-3/0/7': { usage: 'desk' } };
    const direct = await openDirect({ cloud: own });
    const { data } = await direct.call('mist_explain', { subject: 'port', name: 'BER-O-SW-ACC1', port_id: 'ge-3/0/7' });
    expect(data.state).toMatch(/^no statistics of this port, though "BER-O-SW-ACC1" reports others \(ge-0\/0\/0-/);
    expect(data.configuration).toMatchObject({ profile: 'desk' });
    await direct.close();
    await own.close();
  });

  it('lets what the device says of one port count over a range', async () => {
    const own = await startCloud();
    const device = own.world.table('devices').find(({ name }) => name === 'BER-O-SW-ACC1');
    if (!device) throw new Error('no switch');
    device.local_port_config = { 'ge-0/0/3': { usage: 'camera' } };
    const direct = await openDirect({ cloud: own });
    const { data } = await direct.call('mist_explain', { subject: 'port', name: 'BER-O-SW-ACC1', port_id: 'ge-0/0/3' });
    expect(data.configuration).toMatchObject({ profile: 'camera', assigned_by: 'device (local)' });
    expect(data.configuration).toHaveProperty('also_in', ['ge-0/0/0-35 of device']);
    await direct.close();
    await own.close();
  });
});

describe('mist_explain of a device', () => {
  it('says of one that is away since when, with the reason that the cloud gives', async () => {
    const { data } = await explain('device', 'LON-S-AP-Openspace');
    expect(data).toMatchObject({ status: 'disconnected', reason: { event: { reason: 'no heartbeat' } } });
    expect(data.open_alarms).toEqual([expect.objectContaining({ type: 'device_down' })]);
  });

  it('holds running firmware against the suggested one, and names the port that it hangs on', async () => {
    const { data } = await explain('device', 'ZUR-H-AP-Canteen');
    expect(data.firmware).toMatchObject({ running: '0.14.28750', suggested: '0.14.29543', automatic_upgrade: true });
    expect(data.upstream).toMatchObject({ switch: 'ZUR-H-SW-ACC2', port: 'ge-0/0/37', up: true });
  });

  it('finds a virtual chassis by a member and lists its members', async () => {
    const chassis = devicesOf(cloud.world).find(({ name }) => name === 'ZUR-H-SW-CORE');
    const member = cloud.world.table('inventory').findLast((row) => row.vc_mac === chassis?.mac);
    const { data } = await explain('device', String(member?.mac));
    expect(data).toMatchObject({ name: 'ZUR-H-SW-CORE', members: [{ role: 'master' }, { role: 'backup' }] });
  });

  it('says of one that is claimed and at no site just that, by name and by MAC', async () => {
    const spare = cloud.world.table('inventory').find((row) => row.name === 'Spare AP');
    for (const name of ['spare ap', String(spare?.mac)]) {
      const { data } = await explain('device', name);
      expect(data).toMatchObject({ type: 'ap', name: 'Spare AP', site: 'none: unassigned', mac: spare?.mac });
    }
    const { text, isError } = await explain('port', 'Spare AP', { port_id: 'eth0' });
    expect(isError, text).toBe(true);
    expect(text).toContain('assigned to no site');
  });

  it('tells where a Mist Edge is explained, by name and by MAC', async () => {
    const [edge] = cloud.world.table('mxedges');
    for (const name of [String(edge?.name), String(edge?.mac)]) {
      const { text, isError } = await explain('device', name);
      expect(isError, text).toBe(true);
      expect(text).toContain(`object_id=${edge?.id}`);
    }
  });

  it('names what it did not look at where none is called so', async () => {
    const org = cloud.world.id('orgs', 'Lakeside Retail Group');
    const off = cloud.fault({ kind: 'html', status: 403, match: `/api/v1/orgs/${org}/inventory` });
    try {
      const { text } = await explain('device', 'Spare AP');
      expect(text).toContain('Not looked at: devices of no site (HTTP 403)');
    } finally {
      off();
    }
  });

  it('names the nearest where none is called so', async () => {
    const { text, isError } = await explain('device', 'ZUR-H-AP-Cantene');
    expect(isError).toBe(true);
    expect(text).toContain('ZUR-H-AP-Canteen');
  });
});

describe('mist_explain of a WLAN', () => {
  it('gives template, scope with exceptions, and the VLAN that a variable of the site fills', async () => {
    const { data } = await explain('wlan', 'lakeside-guest', { site_id: 'Berlin Office' });
    expect(data).toMatchObject({
      at_site: true,
      wlans: [
        {
          ...{ from: 'WLAN template Corporate Wi-Fi', vlan: 40, auth: 'open, portal' },
          template_scope: { applies: ['all sites'], exceptions: ['San Jose Lab'] },
        },
      ],
    });
    expect(JSON.stringify(data)).not.toContain('demo-guest-welcome');
  });

  it('says why an SSID does not reach a site', async () => {
    const excepted = await explain('wlan', 'Lakeside-Corp', { site_id: 'San Jose Lab' });
    expect(excepted.data).toMatchObject({ at_site: false, wlans: [{ reason: expect.stringContaining('exception') }] });
    const elsewhere = await explain('wlan', 'Lakeside-POS', { site_id: 'Berlin Office' });
    expect(elsewhere.data.wlans).toEqual([expect.objectContaining({ reason: 'the template does not apply here' })]);
    const unknown = await explain('wlan', 'Lakeside-Gest', { site_id: 'Berlin Office' });
    expect(unknown.text).toContain('Lakeside-Guest');
  });
});

describe('the roams of one client', () => {
  it('are found by MAC and by name, with the names of the access points, the latest first', async () => {
    const { world } = cloud;
    const roamed = wirelessClients(world).find((one) => isJoined(world, one) && one.before.length > 1 && one.username);
    const direct = await openDirect({ cloud });
    const asked = { event_source: 'roaming', site_id: String(world.find('sites', roamed?.ap.siteId ?? '')?.name) };
    for (const mac of [roamed?.mac ?? '', roamed?.hostname ?? '']) {
      const { data, text } = await direct.call('mist_search_events', { ...asked, mac });
      expect(data.total, text).toBe(roamed?.before.length);
      expect(Array.isArray(data.results) && data.results[0]).toMatchObject({ to: roamed?.ap.name });
    }
    const all = await direct.call('mist_search_events', asked);
    expect(Number(all.data.returned)).toBeGreaterThan(roamed?.before.length ?? 0);
    const wrong = await direct.call('mist_search_events', { ...asked, mac: roamed?.mac, event_type: 'slow' });
    expect(wrong.data.next_step).toContain('success');
    await direct.close();
  });
});

describe('mist_explain where a source fails', () => {
  it('gives what it has and names what it could not look at', async () => {
    const berlin = cloud.world.id('sites', 'Berlin Office');
    const off = cloud.fault({ kind: 'html', status: 403, match: `/api/v1/sites/${berlin}/alarms` });
    try {
      const { data } = await explain('client', 'BER-LT-0042');
      expect(data.not_looked_at).toEqual(['alarms (HTTP 403)']);
      expect(data).not.toHaveProperty('open_alarms_of_ap');
    } finally {
      off();
    }
  });
});
