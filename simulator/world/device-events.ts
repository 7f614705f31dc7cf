import { type Row, textOf } from '../json.ts';
import { auditRows } from './audit.ts';
import { Dice } from './dice.ts';
import { type Device, devicesOf, releaseOf } from './hardware.ts';
import { BAD_CABLE, BROKEN_PATH, LOST_AP, SLOW_PATH } from './incidents.ts';
import { networkOf } from './network.ts';
import { live, once } from './once.ts';
import { outagesOf } from './outages.ts';
import { cablesOf } from './wiring.ts';
import type { World } from './world.ts';

const DAY = 86_400;

function eventOf(device: Device, type: string, timestamp: number, more: Row = {}): Row {
  return {
    org_id: device.orgId,
    site_id: device.siteId,
    type,
    timestamp: timestamp + 0.5,
    device_type: device.type,
    device_name: device.name,
    mac: device.mac,
    model: device.model,
    version: device.version,
    ...(device.type === 'ap' ? { ap: device.mac, ap_name: device.name } : {}),
    ...(device.type === 'switch' ? { chassis_mac: device.mac } : {}),
    ...more,
  };
}

function ofAp(world: World, ap: Device): Row[] {
  const dice = new Dice(world, `events/${ap.mac}`);
  const rows = [
    eventOf(ap, 'AP_CONFIGURED', ap.lastSeen - dice.number(600, DAY)),
    eventOf(ap, 'AP_CONFIGURED', ap.lastSeen - dice.number(DAY, 7 * DAY)),
  ];
  if (ap.version === releaseOf(ap.model))
    rows.push(
      eventOf(ap, 'AP_UPGRADED', ap.started - 200, { status: 'success', text: `to ${ap.version}` }),
      eventOf(ap, 'AP_RESTARTED', ap.started, { reason: 'upgrade' }),
      eventOf(ap, 'AP_CONNECTED', ap.started + 60, { ext_ip: '203.0.113.40' }),
    );
  else if (ap.up)
    rows.push(
      eventOf(ap, 'AP_CONFIG_FAILED', world.born - 5 * DAY, { reason: 'upgrade', text: 'image download timed out' }),
    );
  if (dice.once(6) && ap.up)
    rows.push(
      eventOf(ap, 'AP_DFS_DETECTED', world.born - dice.number(600, 3 * DAY), {
        channel: 44,
        pre_channel: 52,
        bandwidth: 40,
      }),
    );
  if (ap.up) return rows;
  const reason = ap.name === LOST_AP.name ? 'no heartbeat' : 'powered off';
  return [...rows, eventOf(ap, 'AP_DISCONNECTED', ap.lastSeen, { reason, text: `${ap.name} stopped answering` })];
}

function portEvent(device: Device, port: string, up: boolean, timestamp: number): Row {
  const text = `ifName ${port}, ifAdminStatus up(1), ifOperStatus ${up ? 'up(1)' : 'down(2)'}`;
  return eventOf(device, up ? 'SW_PORT_UP' : 'SW_PORT_DOWN', timestamp, { port_id: port, text, count: 1 });
}

/** A link that comes and goes, and one that went with the access point on it. */
function incidentsOf(world: World, device: Device): Row[] {
  const rows: Row[] = [];
  if (device.name === BAD_CABLE.switch)
    for (let index = 0; index < 24; index += 1)
      rows.push(portEvent(device, BAD_CABLE.port, index % 2 === 0, world.born - 1300 * (index + 1)));
  for (const cable of cablesOf(world).filter((one) => one.near.device.id === device.id)) {
    const { device: far } = cable.far;
    if (far.type === 'ap' && !far.up) rows.push(portEvent(device, cable.near.port, false, far.lastSeen - 1));
  }
  return rows;
}

function ofSwitch(world: World, device: Device): Row[] {
  const dice = new Dice(world, `events/${device.mac}`);
  const rows = [
    eventOf(device, 'SW_CONNECTED', world.born - dice.number(4 * DAY, 12 * DAY)),
    eventOf(device, 'SW_STP_TOPO_CHANGED', world.born - dice.number(DAY, 5 * DAY), { text: 'root port changed' }),
  ];
  for (let index = 0; index < 6; index += 1) {
    const port = `ge-0/0/${dice.number(8, 35)}`;
    const down = world.born - dice.number(900, index < 3 ? DAY : 6 * DAY);
    rows.push(portEvent(device, port, false, down), portEvent(device, port, true, down + dice.number(20, 800)));
  }
  if (dice.once(7))
    rows.push(
      eventOf(device, 'SW_CONFIG_ERROR', world.born - dice.number(3600, 4 * DAY), {
        text: 'commit failed: unknown interface <xe-0/2/0>',
      }),
    );
  return [...rows, ...incidentsOf(world, device)];
}

function ofGateway(world: World, device: Device): Row[] {
  const dice = new Dice(world, `events/${device.mac}`);
  const rows = [eventOf(device, 'GW_CONNECTED', world.born - dice.number(4 * DAY, 12 * DAY))];
  if (device.name === BROKEN_PATH.from || device.name === BROKEN_PATH.to) {
    const other = device.name === BROKEN_PATH.from ? BROKEN_PATH.to : BROKEN_PATH.from;
    const when = world.born - BROKEN_PATH.secondsAgo;
    rows.push(
      eventOf(device, 'GW_VPN_PEER_DOWN', when, {
        port_id: 'ge-0/0/0',
        tunnel_name: other,
        text: `peer ${other} does not answer`,
      }),
      eventOf(device, 'GW_BGP_NEIGHBOR_DOWN', when + 9, { text: `hold time of ${other} expired` }),
    );
  }
  if (device.name === SLOW_PATH)
    for (let index = 0; index < 3; index += 1)
      rows.push(
        eventOf(device, 'GW_VPN_PEER_DOWN', world.born - 5000 - index * 7100, {
          port_id: 'ge-0/0/0',
          text: 'down for 12 s, then up again',
        }),
      );
  return rows;
}

const KINDS = { ap: ofAp, switch: ofSwitch, gateway: ofGateway } as const;

/** What a change of an access point's configuration led to; the log entry is named. */
function configured(world: World): Row[] {
  const byId = new Map(devicesOf(world, 'ap').map((device) => [device.id, device]));
  return auditRows(world).flatMap((entry) => {
    const device = byId.get(textOf(entry, 'device_id'));
    if (!device?.up) return [];
    return [eventOf(device, 'AP_CONFIGURED', Number(entry.timestamp) + 7, { audit_id: entry.id ?? '' })];
  });
}

const NAMES = { ap: 'AP', switch: 'SW', gateway: 'GW' } as const;

/** Devices that went and came back. */
const interrupted = (world: World): Row[] =>
  outagesOf(world).flatMap(({ device, from, until }) => [
    eventOf(device, `${NAMES[device.type]}_DISCONNECTED`, from, { reason: 'no heartbeat' }),
    eventOf(device, `${NAMES[device.type]}_CONNECTED`, until),
  ]);

/** What devices told after a write changed their configuration. */
export const configuredRows = live((world): Row[] => {
  const { configured: since } = networkOf(world);
  return devicesOf(world).flatMap((device) => {
    const when = since.get(device.id);
    return when === undefined ? [] : [eventOf(device, `${NAMES[device.type]}_CONFIGURED`, when - 0.5)];
  });
});

/** Events of every access point, switch and gateway. */
export const deviceEventRows = once((world): Row[] => [
  ...devicesOf(world).flatMap((device) => KINDS[device.type](world, device)),
  ...interrupted(world),
  ...configured(world),
]);
