import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { type Row, textOf } from '../../simulator/json.ts';
import { isJoined, wirelessClients } from '../../simulator/world/clients.ts';
import {
  BAD_CABLE,
  BROKEN_PATH,
  DENIED_LAPTOP,
  GONE_AP,
  LOST_AP,
  MIXED_CHASSIS,
  OLD_FIRMWARE,
  SLOW_PATH,
  STUCK_PHONE,
} from '../../simulator/world/incidents.ts';
import { ask, rowOf, rowsOf } from './ask.ts';
import { orgOf, siteOf } from './check.ts';

const BORN = 1_800_000_000;

describe('what an engineer finds', () => {
  let cloud: DemoCloud;
  beforeAll(async () => {
    cloud = await startDemoCloud({ now: () => BORN * 1000 });
  });
  afterAll(() => cloud.close());

  const org = () => orgOf(cloud, 'Lakeside Retail Group');
  const get = async (path: string): Promise<Row[]> => {
    const { status, body } = await ask(cloud, `GET ${path}`, { token: 'read' });
    expect(status, path).toBe(200);
    return rowsOf(body);
  };
  const macOf = (name: string) =>
    textOf(
      cloud.world.table('devices').find((row) => row.name === name),
      'mac',
    );

  test('an access point that is down, everywhere, and the port it hangs on', async () => {
    const mac = macOf(LOST_AP.name);
    const when = BORN - LOST_AP.secondsAgo;
    const [stock] = await get(`${org()}/inventory/search?mac=${mac}&status=disconnected`);
    expect(stock?.name).toBe(LOST_AP.name);
    const [state] = await get(`${org()}/stats/devices?mac=${mac}`);
    expect(state).toMatchObject({ status: 'disconnected', last_seen: when, num_clients: 0 });
    const [event] = await get(`${org()}/devices/events/search?mac=${mac}&type=AP_DISCONNECTED`);
    expect(Math.floor(Number(event?.timestamp))).toBe(when);
    const [alarm] = await get(`${siteOf(cloud, 'London Store')}/alarms/search?type=device_down&acked=false`);
    expect(alarm).toMatchObject({ aps: [mac], status: 'open' });
    const [port] = await get(
      `${siteOf(cloud, 'London Store')}/devices/events/search?type=SW_PORT_DOWN&start=${when - 5}&end=${when}`,
    );
    const [link] = await get(`${siteOf(cloud, 'London Store')}/stats/ports/search?port_id=${port?.port_id}`);
    expect(link).toMatchObject({ up: false, mac: macOf('LON-S-SW-ACC0') });
    const clients = await get(`${siteOf(cloud, 'London Store')}/stats/clients`);
    expect(clients.some((row) => row.ap_mac === mac)).toBe(false);
    const away = await get(`${org()}/stats/devices?type=all&status=disconnected`);
    expect(away.map((row) => row.name).sort()).toEqual([LOST_AP.name, GONE_AP.name].sort());
  });

  test('a laptop that is denied, by which rule, and since when its certificate is void', async () => {
    const [client] = await get(`${org()}/nac_clients/search?status=denied`);
    expect(client).toMatchObject({ last_username: DENIED_LAPTOP.username, last_nacrule_name: DENIED_LAPTOP.rule });
    expect(Number(client?.last_cert_expiry)).toBeLessThan(BORN);
    const mac = textOf(client, 'mac');
    const denials = await get(`${org()}/nac_clients/events/search?mac=${mac}&type=NAC_CLIENT_DENY`);
    expect(denials.length).toBeGreaterThan(10);
    const failures = await get(
      `${siteOf(cloud, DENIED_LAPTOP.site)}/clients/events/search?type=MARVIS_EVENT_CLIENT_AUTH_FAILURE`,
    );
    expect(failures.every((row) => textOf(row, 'text').includes(mac))).toBe(true);
    const [seen] = await get(`${org()}/clients/search?hostname=${DENIED_LAPTOP.hostname}`);
    expect(seen).toMatchObject({ mac, ip: [] });
    expect((await ask(cloud, `GET ${siteOf(cloud, DENIED_LAPTOP.site)}/stats/clients/${mac}`)).status).toBe(404);
  });

  test('a phone without an address, and the alarm that says why', async () => {
    const [phone] = await get(`${org()}/clients/search?hostname=${STUCK_PHONE.hostname}`);
    const [state] = (await get(`${siteOf(cloud, STUCK_PHONE.site)}/stats/clients`)).filter(
      (row) => row.mac === phone?.mac,
    );
    expect(state).toMatchObject({ ssid: STUCK_PHONE.ssid, vlan_id: '40' });
    expect(state).not.toHaveProperty('ip');
    const [alarm] = await get(`${siteOf(cloud, STUCK_PHONE.site)}/alarms/search?type=missing_vlan`);
    const [port] = await get(`${org()}/stats/ports/search?neighbor_mac=${state?.ap_mac}`);
    expect(alarm?.switches).toEqual([port?.mac]);
  });

  test('a bad cable: errors, flaps and an alarm', async () => {
    const mac = macOf(BAD_CABLE.switch);
    const [port] = await get(`${org()}/stats/ports/search?mac=${mac}&port_id=${BAD_CABLE.port}`);
    expect(port).toMatchObject({ up: true, full_duplex: false, speed: 100 });
    expect(Number(port?.rx_errors)).toBeGreaterThan(1000);
    const worse = (await get(`${org()}/stats/ports/search?limit=1000`)).filter((row) => Number(row.rx_errors) > 0);
    expect(worse.length).toBe(1);
    const flaps = await get(`${org()}/devices/events/search?device_type=switch&mac=${mac}&text=${BAD_CABLE.port},`);
    expect(flaps.length).toBeGreaterThan(15);
    expect((await get(`${org()}/alarms/search?group=marvis&type=bad_cable`))[0]?.switches).toEqual([mac]);
  });

  test('firmware that differs: one access point, and one member of a chassis', async () => {
    const aps = await get(`${siteOf(cloud, 'Zurich HQ')}/stats/devices`);
    expect(aps.filter((row) => row.version === '0.14.28750').map((row) => row.name)).toEqual([OLD_FIRMWARE]);
    const members = await get(`${org()}/inventory/search?type=switch&name=${MIXED_CHASSIS}`);
    expect(new Set(members.map((row) => row.version)).size).toBe(2);
    expect(members.filter((row) => row.master === true).length).toBe(1);
    const [chassis] = await get(`${org()}/stats/devices?type=switch&mac=${macOf(MIXED_CHASSIS)}`);
    expect(chassis?.fw_versions_outofsync).toBe(true);
  });

  test('a path that is broken and one that is slow', async () => {
    const paths = await get(`${org()}/stats/vpn_peers/search`);
    const down = paths.filter((row) => row.up === false).map((row) => row.router_name);
    expect(down.sort()).toEqual([BROKEN_PATH.from, BROKEN_PATH.to].sort());
    const slow = paths
      .filter((row) => Number(row.latency) > 200)
      .flatMap((row) => [row.router_name, row.peer_router_name]);
    expect(slow.filter((name) => name === SLOW_PATH).length).toBe(2);
    const events = await get(`${org()}/devices/events/search?device_type=gateway&type=GW_VPN_PEER_DOWN`);
    expect(new Set(events.map((row) => row.device_name))).toEqual(
      new Set([BROKEN_PATH.from, BROKEN_PATH.to, SLOW_PATH]),
    );
  });

  test('numbers of a site, of its devices and of its clients agree', async () => {
    for (const name of ['London Store', 'Zurich HQ']) {
      const { body } = await ask(cloud, `GET ${siteOf(cloud, name)}/stats`, { token: 'read' });
      const site = rowOf(body);
      const devices = await get(`${siteOf(cloud, name)}/stats/devices?type=all`);
      expect(site.num_devices).toBe(devices.length);
      expect(site.num_devices_connected).toBe(devices.filter((row) => row.status === 'connected').length);
      const clients = await get(`${siteOf(cloud, name)}/stats/clients`);
      expect(site.num_clients).toBe(clients.length);
      expect(devices.reduce((sum, row) => sum + Number(row.type === 'ap' ? row.num_clients : 0), 0)).toBe(
        clients.length,
      );
      expect(clients.length).toBe(
        wirelessClients(cloud.world).filter((one) => one.ap.siteId === site.id && isJoined(cloud.world, one)).length,
      );
    }
  });

  test('who changed what, with secrets that the helpdesk does not see', async () => {
    const open = await ask(cloud, `GET ${org()}/logs/search?duration=2w&limit=200`, { token: 'read' });
    const masked = await ask(cloud, `GET ${org()}/logs/search?duration=2w&limit=200`, { token: 'helpdesk' });
    expect(open.text).toMatch(/demo-pos-before/);
    expect(open.text).toMatch(/demo-webhook-before/);
    expect(masked.text).not.toMatch(/demo-(pos|webhook|root|radius)/);
    expect(
      (await get(`${org()}/logs/search?admin_name=anna&duration=2w`)).every((row) =>
        /^Anna/.test(textOf(row, 'admin_name')),
      ),
    ).toBe(true);
    expect((await get(`${org()}/logs/search?message=webhook&duration=2w`)).length).toBeGreaterThan(0);
  });

  test('what is muted, for sites where nothing is said and for the organization where it is asked for', async () => {
    expect((await get(`${org()}/alarmtemplates/suppress`)).map((row) => row.scope)).toEqual(['site']);
    expect((await get(`${org()}/alarmtemplates/suppress?scope=org`)).map((row) => row.scope)).toEqual(['org']);
  });

  test('two clouds of one seed and clock tell the same', async () => {
    const twin = await startDemoCloud({ now: () => BORN * 1000 });
    const paths = [
      'alarms/search',
      'devices/events/search?device_type=all',
      'clients/search',
      'stats/devices?type=all',
      'logs/search',
    ];
    for (const path of paths) {
      const [one, other] = await Promise.all([cloud, twin].map((each) => ask(each, `GET ${org()}/${path}`)));
      expect(one?.text).toBe(other?.text);
    }
    await twin.close();
  });

  test('a site that is gone takes its clients and events with it', async () => {
    const gone = cloud.world.id('sites', 'Madrid Store');
    const paths = [
      'clients/search',
      'devices/events/search?device_type=all',
      'alarms/search?duration=2w',
      'stats/ports/search?limit=1000',
    ];
    const count = async () => {
      const all = await Promise.all(paths.map((path) => get(`${org()}/${path}`)));
      return all.flat().filter((row) => row.site_id === gone).length;
    };
    expect(await count()).toBeGreaterThan(10);
    expect((await ask(cloud, `DELETE ${siteOf(cloud, 'Madrid Store')}`, { token: 'write' })).status).toBe(200);
    expect(await count()).toBe(0);
    expect((await get(`${org()}/stats/devices?type=all`)).some((row) => row.site_id === gone)).toBe(false);
  });
});
