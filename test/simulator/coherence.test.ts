import { describe, expect, test } from 'vitest';
import { isList, isRow, type Json, type Row, textOf } from '../../simulator/json.ts';
import { alarmRows } from '../../simulator/world/alarms.ts';
import { auditRows } from '../../simulator/world/audit.ts';
import { buildWorld } from '../../simulator/world/build.ts';
import { clientEventRows, roamRows } from '../../simulator/world/client-events.ts';
import { wirelessRows } from '../../simulator/world/client-rows.ts';
import { wirelessClients } from '../../simulator/world/clients.ts';
import { configRows } from '../../simulator/world/config-history.ts';
import {
  alarmDefinitions,
  clientEvents,
  deviceEvents,
  mxedgeEvents,
  nacEvents,
} from '../../simulator/world/constants/events.ts';
import { deviceEventRows } from '../../simulator/world/device-events.ts';
import { edgeEventRows } from '../../simulator/world/edge-events.ts';
import { wiredRows } from '../../simulator/world/endpoints.ts';
import { guestRows } from '../../simulator/world/guests.ts';
import { devicesOf } from '../../simulator/world/hardware.ts';
import { nacEventRows, nacRows } from '../../simulator/world/nac.ts';
import { STRANGERS } from '../../simulator/world/people.ts';
import { radiosFor, wlansOf } from '../../simulator/world/radios.ts';
import { rogueClientRows, rogueEventRows } from '../../simulator/world/rogues.ts';
import { bgpRows, ospfRows, pathRows } from '../../simulator/world/telemetry/peers.ts';
import { portRows } from '../../simulator/world/telemetry/ports.ts';
import { wanEventRows, wanRows } from '../../simulator/world/wan-clients.ts';
import type { World } from '../../simulator/world/world.ts';
import { cases } from '../harness/cases.ts';

const BORN = 1_800_000_000;

/** Every list of things that happened or are there now. */
const TABLES: Readonly<Record<string, (world: World) => Row[]>> = {
  alarms: alarmRows,
  audit: auditRows,
  'client events': clientEventRows,
  roams: roamRows,
  'wireless clients': wirelessRows,
  'wired clients': wiredRows,
  'wan clients': wanRows,
  'wan events': wanEventRows,
  'nac clients': nacRows,
  'nac events': nacEventRows,
  configurations: configRows,
  'device events': deviceEventRows,
  'edge events': edgeEventRows,
  guests: guestRows,
  rogues: rogueEventRows,
  'rogue clients': rogueClientRows,
  ports: portRows,
  paths: pathRows,
  bgp: bgpRows,
  ospf: ospfRows,
};

describe.each([1, 7, 4711].slice(0, cases(3)))('in the world of seed %i', (seed) => {
  const world = buildWorld(seed, BORN);
  const devices = devicesOf(world);
  const macs = new Map(devices.map((device) => [device.mac, device]));

  test.each(Object.keys(TABLES))('%s happened at sites that exist, and not in the future', (name) => {
    const rows = TABLES[name]?.(world) ?? [];
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      if (row.site_id !== null) expect(world.find('sites', textOf(row, 'site_id'))?.org_id).toBe(row.org_id);
      expect(Number(row.timestamp)).toBeLessThanOrEqual(BORN);
      expect(Number(row.timestamp)).toBeGreaterThan(BORN - 60 * 86_400);
    }
  });

  test('a wireless client is on an access point of its site that is up and offers its WLAN on that band', () => {
    const clients = wirelessClients(world);
    expect(clients.length).toBeGreaterThan(150);
    expect(new Set(clients.map((one) => one.mac)).size).toBe(clients.length);
    for (const { ap, wlan, radio, before } of clients) {
      expect(ap.up).toBe(true);
      expect(wlansOf(world, ap).map((row) => row.id)).toContain(wlan.id);
      expect(radiosFor(world, ap, wlan)).toContainEqual(radio);
      for (const other of before) expect(other.siteId).toBe(ap.siteId);
    }
  });

  test('a WLAN is offered where its template or its site says so, and nowhere else', () => {
    const at = (site: string) =>
      devices
        .filter((one) => one.type === 'ap' && one.siteId === world.id('sites', site))
        .map((ap) => [...new Set(wlansOf(world, ap).map((row) => textOf(row, 'ssid')))].sort().join());
    const corporate = 'Lakeside-Corp,Lakeside-Guest,Lakeside-IoT';
    expect(new Set(at('San Jose Lab'))).toEqual(new Set(['San-Events']));
    expect(new Set(at('Zurich HQ'))).toEqual(new Set([`${corporate},Zurich-Events`]));
    expect(new Set(at('Paris Store'))).toEqual(new Set([`${corporate},Lakeside-POS,Lakeside-Shop`]));
    expect(new Set(at('Rotterdam Warehouse'))).toEqual(new Set([corporate]));
    expect(new Set(at('Lab Boston'))).toEqual(new Set(['']));
  });

  test('events and configurations name devices of their site, and kinds that the constants know', () => {
    const known = new Set([...deviceEvents, ...clientEvents, ...mxedgeEvents].map((row) => row.key));
    for (const row of [...deviceEventRows(world), ...configRows(world)])
      expect(macs.get(textOf(row, 'mac'))?.siteId).toBe(row.site_id);
    for (const row of [
      ...deviceEventRows(world),
      ...clientEventRows(world),
      ...edgeEventRows(world),
      ...wanEventRows(world),
    ])
      expect(known).toContain(row.type);
    for (const row of [...clientEventRows(world), ...roamRows(world), ...rogueEventRows(world)])
      expect(macs.get(textOf(row, 'ap') || textOf(row, 'ap_mac'))?.siteId).toBe(row.site_id);
    for (const row of edgeEventRows(world)) expect(world.find('mxedges', textOf(row, 'mxedge_id'))).toBeDefined();
    const decisions = new Set(nacEvents.map((row) => row.type));
    for (const row of nacEventRows(world)) {
      expect(decisions).toContain(row.type);
      expect(world.find('nacrules', textOf(row, 'nacrule_id'))?.name).toBe(row.nacrule_name);
    }
  });

  test('an alarm is of a kind that is defined, and names hardware of its site', () => {
    for (const row of alarmRows(world)) {
      const definition = alarmDefinitions.find((one) => one.key === row.type);
      expect([row.group, row.severity]).toEqual([definition?.group, definition?.severity]);
      for (const list of [row.aps, row.switches, row.gateways])
        for (const mac of isList(list) ? list : []) expect(macs.get(String(mac))?.siteId).toBe(row.site_id);
    }
    const ids = alarmRows(world).map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('both ends of a cable, a path, a session and an adjacency say the same', () => {
    const ports = portRows(world);
    const linked = ports.filter((row) => row.neighbor_mac !== undefined);
    expect(linked.length).toBeGreaterThan(40);
    for (const row of linked) {
      const far = macs.get(textOf(row, 'neighbor_mac'));
      expect(far?.name).toBe(row.neighbor_system_name);
      expect(far?.siteId).toBe(row.site_id);
      if (far?.type === 'ap') continue;
      const back = ports.find((one) => one.mac === far?.mac && one.port_id === row.neighbor_port_desc);
      expect(back).toMatchObject({ neighbor_mac: row.mac, neighbor_port_desc: row.port_id, up: true });
    }
    for (const row of pathRows(world)) {
      const back = pathRows(world).find(
        (one) => one.mac === row.peer_mac && one.peer_mac === row.mac && one.type === row.type,
      );
      expect([back?.up, back?.latency, back?.loss]).toEqual([row.up, row.latency, row.loss]);
      expect(macs.get(textOf(row, 'peer_mac'))?.siteId).toBe(row.peer_site_id);
    }
    for (const row of bgpRows(world)) {
      const back = bgpRows(world).find((one) => one.mac === row.neighbor_mac && one.neighbor_mac === row.mac);
      expect([back?.local_as, back?.neighbor_as, back?.state]).toEqual([row.neighbor_as, row.local_as, row.state]);
    }
    for (const row of ospfRows(world)) {
      const far = devices.find((device) => device.ip === row.peer_ip && device.siteId === row.site_id);
      const own = macs.get(textOf(row, 'mac'))?.ip;
      expect(
        ospfRows(world).some((one) => one.mac === far?.mac && one.peer_ip === own && one.state === row.state),
      ).toBe(true);
    }
  });

  test('the audit log names objects as they are now, and the events that followed name its entries', () => {
    const objects = new Map(
      ['wlans', 'webhooks', 'psks', 'site_settings', 'devices', 'nacrules', 'networktemplates'].flatMap((name) =>
        world.table(name).map((row): [Json | undefined, Row] => [row.id, row]),
      ),
    );
    const entries = new Set(auditRows(world).map((row) => row.id));
    for (const { after } of auditRows(world)) {
      if (!isRow(after)) continue;
      for (const [key, value] of Object.entries(after)) expect(objects.get(after.id)?.[key]).toEqual(value);
    }
    const caused = deviceEventRows(world).filter((row) => row.audit_id !== undefined);
    expect(caused.length).toBeGreaterThan(0);
    for (const row of caused) expect(entries).toContain(row.audit_id);
  });

  test('strangers named their devices as they liked', () => {
    const names = [...wirelessRows(world).map((row) => row.last_hostname), ...guestRows(world).map((row) => row.name)];
    expect(names.filter((name) => STRANGERS.some((one) => one === name)).length).toBeGreaterThan(2);
  });
});
