import type { Row } from '../json.ts';
import { ADMINS, type Admin, adminId, adminName } from './audit.ts';
import { wirelessClients } from './clients.ts';
import { alarmDefinitions } from './constants/events.ts';
import { Dice } from './dice.ts';
import { type Device, devicesOf } from './hardware.ts';
import { BAD_CABLE, BROKEN_PATH, DENIED_LAPTOP, GONE_AP, SLOW_PATH } from './incidents.ts';
import { once } from './once.ts';
import { outagesOf } from './outages.ts';
import { threats } from './rogues.ts';
import type { World } from './world.ts';

interface AlarmFacts {
  readonly type: string;
  readonly device?: Device;
  readonly site: string;
  readonly org: string;
  /** Epoch seconds of the first and the latest time. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly resolved?: true;
  readonly acked?: Admin;
  readonly note?: string;
  readonly more?: Row;
}

const LISTS = { ap: 'aps', switch: 'switches', gateway: 'gateways' } as const;

function rowOf(world: World, told: AlarmFacts): Row {
  const definition = alarmDefinitions.find((one) => one.key === told.type);
  const { device, acked } = told;
  const hardware = device ? { [LISTS[device.type]]: [device.mac], hostnames: [device.name] } : {};
  return {
    id: world.id('alarms', `${told.type}/${told.site}/${device?.mac ?? ''}/${told.first}`),
    org_id: told.org,
    site_id: told.site,
    type: told.type,
    group: definition?.group ?? 'infrastructure',
    severity: definition?.severity ?? 'info',
    timestamp: told.first + 0.5,
    last_seen: told.last + 0.5,
    count: told.count,
    ...hardware,
    ...told.more,
    ...(acked
      ? {
          acked: true,
          acked_time: told.last + 900,
          ack_admin_id: adminId(world, acked),
          ack_admin_name: adminName(acked),
        }
      : {}),
    ...(told.note === undefined ? {} : { note: told.note }),
    status: told.resolved ? 'resolved' : 'open',
    ...(told.resolved ? { resolved_time: told.last } : {}),
  };
}

function at(device: Device, type: string, first: number, last: number, more: Partial<AlarmFacts> = {}): AlarmFacts {
  return { type, device, site: device.siteId, org: device.orgId, first, last, count: 1, ...more };
}

const DOWN = { ap: 'device_down', switch: 'switch_down', gateway: 'gateway_down' } as const;

/** Hardware that is away now. */
function away(world: World, devices: readonly Device[]): AlarmFacts[] {
  return devices
    .filter((device) => !device.up)
    .map((device) => {
      const gone = device.name === GONE_AP.name;
      const more = gone ? { acked: ADMINS[0], note: 'Ceiling is being rebuilt, ask facilities before <Friday>' } : {};
      return at(device, DOWN[device.type], device.lastSeen + 600, gone ? device.lastSeen + 700 : world.born - 60, more);
    });
}

/** The incidents whose cause Marvis or the overlay names. */
function incidents(world: World, devices: readonly Device[]): AlarmFacts[] {
  const named = (name: string) => devices.filter((device) => device.name === name);
  const { born } = world;
  const denied = wirelessClients(world).find((client) => client.hostname === DENIED_LAPTOP.hostname);
  const berlin = devices.find(
    (one) => one.type === 'switch' && one.siteId === denied?.ap.siteId && !one.name.endsWith('CORE'),
  );
  return [
    ...named(BAD_CABLE.switch).map((device) =>
      at(device, 'bad_cable', born - 28_000, born - 1300, { count: 24, note: `${BAD_CABLE.port}: errors and flaps` }),
    ),
    ...named(BROKEN_PATH.from).map((device) =>
      at(device, 'vpn_peer_down', born - BROKEN_PATH.secondsAgo, born - 90, { count: 3 }),
    ),
    ...named(SLOW_PATH).map((device) =>
      at(device, 'vpn_peer_down', born - 19_200, born - 5000, { count: 3, resolved: true }),
    ),
    ...(berlin
      ? [
          at(berlin, 'missing_vlan', born - 70_000, born - 300, { count: 31, note: 'VLAN 40' }),
          at(berlin, 'dhcp_failure', born - 14_400, born - 200, { count: 30, note: 'VLAN 40, no offer' }),
        ]
      : []),
  ];
}

/** Devices that went and came back; an alarm is raised when they are away for ten minutes. */
function history(world: World): AlarmFacts[] {
  return outagesOf(world).flatMap(({ device, from, until }) => {
    const dice = new Dice(world, `alarm/${device.mac}`);
    const acked = dice.once(3) ? { acked: dice.pick(ADMINS) } : {};
    const down = at(device, DOWN[device.type], from + 600, until, { resolved: true, ...acked });
    return device.type === 'ap' ? [down, at(device, 'device_reconnected', until, until, { resolved: true })] : [down];
  });
}

function foreign(world: World): AlarmFacts[] {
  return threats(world).map((one) => {
    const dice = new Dice(world, `alarm/${one.bssid}`);
    const first = world.born - dice.number(3600, 200_000);
    const more: Row = { bssids: [one.bssid], ssids: [one.ssid], aps: one.heardBy.map((ap) => ap.mac) };
    const type = one.kind === 'lan' ? 'rogue_ap' : 'honeypot_ssid';
    return { type, site: one.site, org: one.org, first, last: first + 3000, count: dice.number(1, 9), more };
  });
}

/** Alarms of the last two weeks; each names hardware of the world, or foreign hardware that it hears. */
export const alarmRows = once((world): Row[] => {
  const devices = devicesOf(world);
  const told = [...away(world, devices), ...incidents(world, devices), ...history(world), ...foreign(world)];
  return told.map((one) => rowOf(world, one));
});

/** Where alarms are muted: a site while it is rebuilt, and the whole organization during a planned change. */
export const suppressions = once((world): Row[] => {
  const start = world.born - 2 * 3600;
  const span = { scheduled_time: start, duration: 28_800, expire_time: start + 28_800 };
  const window = world.born + 3 * 86_400;
  return [
    { scope: 'site', site_id: world.id('sites', 'Toronto Store'), ...span },
    { scope: 'org', scheduled_time: window, duration: 3600, expire_time: window + 3600 },
  ];
});
