import { describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { deriveDevice } from '../../simulator/derive/device.ts';
import { switchPorts } from '../../simulator/derive/ports.ts';
import { type Json, type Row, textOf } from '../../simulator/json.ts';
import { buildWorld } from '../../simulator/world/build.ts';
import { type CampusOptions, campus } from '../../simulator/world/campus/index.ts';
import { devicesOf } from '../../simulator/world/hardware.ts';
import { networkOf } from '../../simulator/world/network.ts';
import { portNames } from '../../simulator/world/port-names.ts';
import { portRows } from '../../simulator/world/telemetry/ports.ts';
import type { World } from '../../simulator/world/world.ts';
import { ask, rowOf, rowsOf } from './ask.ts';

const BORN = 1_800_000_000;

interface Stage {
  readonly cloud: DemoCloud;
  readonly id: (table: string, name: string) => string;
  put(path: string, body: Row): Promise<void>;
  ports(site: string): Promise<Row[]>;
  port(device: string, port: string): Promise<Row | undefined>;
  device(name: string): Promise<Row>;
  clients(site: string, wired?: boolean): Promise<Row[]>;
}

async function open(options: CampusOptions = {}): Promise<Stage> {
  const cloud = await startDemoCloud({ world: campus(options), now: () => BORN * 1000 });
  const id = (table: string, name: string) => textOf(cloud.world.named(table, name), 'id');
  const read = async (path: string): Promise<Json> => (await ask(cloud, `GET ${path}`)).body;
  const ports = async (site: string) =>
    rowsOf(await read(`/api/v1/sites/${id('sites', site)}/stats/ports/search?limit=1000`));
  const siteOf = (name: string) => textOf(cloud.world.named('devices', name), 'site_id');
  return {
    cloud,
    id,
    ports,
    async put(path, body) {
      expect(await ask(cloud, `PUT ${path}`, { body })).toMatchObject({ status: 200 });
    },
    async port(device, port) {
      const { mac, site_id } = cloud.world.named('devices', device);
      const all = rowsOf(await read(`/api/v1/sites/${String(site_id)}/stats/ports/search?limit=1000`));
      return all.find((row) => row.mac === mac && row.port_id === port);
    },
    device: async (name) => rowOf(await read(`/api/v1/sites/${siteOf(name)}/stats/devices/${id('devices', name)}`)),
    clients: async (site, wired = false) =>
      rowsOf(await read(`/api/v1/sites/${id('sites', site)}/stats/clients${wired ? '?wired=true' : ''}`)),
  };
}

const devicePath = ({ cloud, id }: Stage, name: string) =>
  `/api/v1/sites/${textOf(cloud.world.named('devices', name), 'site_id')}/devices/${id('devices', name)}`;

const orgPath = ({ cloud, id }: Stage, table: string, name: string) =>
  `/api/v1/orgs/${textOf(cloud.world.table('orgs')[0], 'id')}/${table}/${id(table, name)}`;

const portConfig = ({ cloud }: Stage, device: string): Row => {
  const { port_config } = cloud.world.named('devices', device);
  return rowOf(port_config ?? null);
};

/** What the simulator's derivation says of every port of a switch, against what its rows say. */
function expectRowsToFollow(world: World): void {
  const rows = portRows(world);
  for (const device of devicesOf(world, 'switch')) {
    const derived = switchPorts(world, device.id, portNames(device));
    const dynamic = JSON.stringify(deriveDevice(world, device.id).config).includes('dynamic_usage');
    for (const row of rows.filter((one) => one.mac === device.mac)) {
      const setting = derived.get(textOf(row, 'port_id'));
      if (!dynamic)
        expect([device.name, row.port_id, row.port_usage]).toEqual([device.name, row.port_id, setting?.usage]);
      expect([row.disabled, row.poe_disabled]).toEqual([setting?.disabled, setting?.poeDisabled]);
      if (setting?.disabled) expect(row.up).toBe(false);
    }
  }
}

describe.each<[string, (seed: number, born: number) => World]>([
  ['standard', buildWorld],
  ['campus', campus()],
  ['campus with everything', campus({ stack: true, dynamic: true, secondUplink: true, iot: true, shops: 3 })],
])('the %s world', (_, build) => {
  const world = build(1, BORN);

  test('says of every port what its configuration says', () => {
    expectRowsToFollow(world);
  });

  test('has no device that its own configuration cuts off', () => {
    expect([...networkOf(world).lost]).toEqual([]);
  });

  test('carries the VLAN of every WLAN and port in use to a way out', () => {
    const network = networkOf(world);
    for (const row of portRows(world).filter((one) => one.up === true && one.type === 'switch')) {
      const device = devicesOf(world).find((one) => one.mac === row.mac);
      const setting = network.setting(device?.id ?? '', textOf(row, 'port_id'));
      if (setting?.trunk === false) expect(network.leaves(device?.id ?? '', setting.untagged ?? 0)).toBe(true);
    }
  });
});

describe('after a write to the campus', () => {
  test('a switch whose only way up is disabled is gone, with its access point and clients', async () => {
    const stage = await open();
    const ports = { ...portConfig(stage, 'ACC1'), 'xe-0/1/0': { usage: 'disabled' } };
    await stage.put(devicePath(stage, 'ACC1'), { port_config: ports });
    expect(await stage.port('CORE', 'xe-0/1/1')).toMatchObject({ up: false });
    expect(await stage.device('ACC1')).toMatchObject({ status: 'disconnected', last_seen: BORN });
    expect(await stage.device('AP1')).toMatchObject({ status: 'disconnected' });
    expect(await stage.device('CORE')).toMatchObject({ status: 'connected' });
    expect(await stage.clients('North', true)).toEqual([]);
    await stage.put(devicePath(stage, 'ACC1'), { port_config: portConfig(stage, 'SACC') });
    expect(await stage.device('ACC1')).toMatchObject({ status: 'connected' });
    await stage.cloud.close();
  });

  test('a second uplink takes over from the first', async () => {
    const stage = await open({ secondUplink: true });
    expect(await stage.port('ACC1', 'xe-0/1/1')).toMatchObject({ stp_role: 'alternate', stp_state: 'blocking' });
    const ports = { ...portConfig(stage, 'ACC1'), 'xe-0/1/0': { usage: 'disabled' } };
    await stage.put(devicePath(stage, 'ACC1'), { port_config: ports });
    expect(await stage.port('ACC1', 'xe-0/1/1')).toMatchObject({ up: true, stp_role: 'root' });
    expect(await stage.port('ACC1', 'xe-0/1/0')).toMatchObject({ up: false, disabled: true });
    expect(await stage.device('AP1')).toMatchObject({ status: 'connected' });
    await stage.cloud.close();
  });

  test('PoE that is switched off takes the access point and its clients along', async () => {
    const stage = await open({ wireless: { AP1: { Guest: 5 } } });
    const usages = rowOf(stage.cloud.world.named('networktemplates', 'T').port_usages ?? null);
    const ap = { ...rowOf(usages.ap ?? null), poe_disabled: true };
    expect(await stage.clients('North')).toHaveLength(5);
    await stage.put(orgPath(stage, 'networktemplates', 'T'), { port_usages: { ...usages, ap } });
    expect(await stage.port('ACC1', 'ge-0/0/40')).toMatchObject({ up: false, poe_on: false, poe_disabled: true });
    expect(await stage.device('AP1')).toMatchObject({ status: 'disconnected' });
    expect(await stage.clients('North')).toEqual([]);
    await stage.cloud.close();
  });

  test('clients move with the VLAN of their usage, except where the site has one of its own', async () => {
    const stage = await open({ southDesk: true });
    const usages = rowOf(stage.cloud.world.named('networktemplates', 'T').port_usages ?? null);
    const desk = { mode: 'access', port_network: 'guest' };
    await stage.put(orgPath(stage, 'networktemplates', 'T'), { port_usages: { ...usages, desk } });
    const moved = await stage.clients('North', true);
    expect(moved).toHaveLength(20);
    expect(new Set(moved.map((row) => row.vlan_id))).toEqual(new Set([40]));
    const found = await ask(
      stage.cloud,
      `GET /api/v1/orgs/${stage.id('orgs', 'Lakeside Retail Group')}/wired_clients/search?limit=100&port_id=ge-0/0/3`,
    );
    expect(rowsOf(found.body)[0]).toMatchObject({ vlan: [10, 40] });
    expect(await stage.device('ACC1')).toMatchObject({ config_timestamp: BORN, config_status: 'COMMITED' });
    await stage.cloud.close();
  });

  test('clients lose a WLAN that is scoped away, renamed, or secured otherwise', async () => {
    for (const change of ['exception', 'ssid', 'auth', 'enabled'] as const) {
      const stage = await open();
      expect(await stage.clients('South')).toHaveLength(9);
      const except = { exceptions: { site_ids: [stage.id('sites', 'South')] } };
      if (change === 'exception') await stage.put(orgPath(stage, 'templates', 'W'), except);
      const bodies = { ssid: { ssid: 'Office' }, auth: { auth: { type: 'open' } }, enabled: { enabled: false } };
      if (change !== 'exception') await stage.put(orgPath(stage, 'wlans', 'Corp'), bodies[change]);
      expect(await stage.clients('South')).toEqual([]);
      await stage.cloud.close();
    }
  });

  test('a WLAN whose VLAN the access point does not get leaves its clients without an address', async () => {
    const stage = await open({ wireless: { AP1: { Guest: 2 } } });
    const usages = rowOf(stage.cloud.world.named('networktemplates', 'T').port_usages ?? null);
    const ap = { ...rowOf(usages.ap ?? null), networks: ['corp'] };
    await stage.put(orgPath(stage, 'networktemplates', 'T'), { port_usages: { ...usages, ap } });
    const clients = await stage.clients('North');
    expect(clients).toHaveLength(2);
    for (const client of clients) expect(client).not.toHaveProperty('ip');
    await stage.cloud.close();
  });

  test('a BGP session ends with its neighbor', async () => {
    const stage = await open();
    const path = `GET /api/v1/sites/${stage.id('sites', 'North')}/stats/bgp_peers/search`;
    expect(rowsOf((await ask(stage.cloud, path)).body)).toMatchObject([
      { neighbor: '192.0.2.1', state: 'established' },
    ]);
    const { bgp_config } = stage.cloud.world.named('gatewaytemplates', 'G');
    const isp = { ...rowOf(rowOf(bgp_config ?? null).isp ?? null), neighbors: {} };
    await stage.put(orgPath(stage, 'gatewaytemplates', 'G'), { bgp_config: { isp } });
    expect(rowsOf((await ask(stage.cloud, path)).body)).toMatchObject([{ up: false, state: 'idle' }]);
    await stage.cloud.close();
  });

  test('rows follow the derivation whatever was written last', async () => {
    const stage = await open({ secondUplink: true });
    const usages = ['desk', 'ap', 'up', 'disabled', 'phone'];
    for (const [index, usage] of usages.entries()) {
      const ports = { ...portConfig(stage, 'ACC1'), [`ge-0/0/${index}`]: { usage, poe_disabled: index % 2 === 0 } };
      await stage.put(devicePath(stage, 'ACC1'), { port_config: ports });
      expectRowsToFollow(stage.cloud.world);
    }
    expect(stage.cloud.violations).toEqual([]);
    await stage.cloud.close();
  });
});

test('a campus of 640 sites answers, and rows can be hours old', async () => {
  const stage = await open({ shops: 638, shopPhones: true, age: 7200 });
  expect(stage.cloud.world.table('sites')).toHaveLength(640);
  expect(await stage.port('SHOP-638', 'ge-0/0/5')).toMatchObject({ port_usage: 'desk', up: true, poe_on: true });
  const { last_seen } = await stage.device('ACC1');
  expect(Number(last_seen)).toBeLessThan(BORN - 7000);
  await stage.cloud.close();
});

test('an access point behind a switch of others names that switch, and no port of ours names it', async () => {
  const stage = await open({ unmanagedSwitch: true, wireless: { AP1: { Guest: 5 } } });
  expect(await stage.device('AP1')).toMatchObject({ lldp_stat: { system_name: 'office-switch' }, num_clients: 5 });
  const rows = await stage.ports('North');
  expect(rows.filter((row) => row.neighbor_system_name === 'AP1')).toEqual([]);
  await stage.cloud.close();
});
