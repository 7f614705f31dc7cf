import { UNASSIGNED, type World } from './world.ts';

const HOUR = 3600;

/** An access point that went silent this morning, together with the switch port it hangs on. */
export const LOST_AP = { name: 'LON-S-AP-Openspace', secondsAgo: 3 * HOUR + 420 } as const;
/** An access point that has been away for so long that somebody acknowledged it. */
export const GONE_AP = { name: 'TOR-S-AP-Meeting', secondsAgo: 9 * 24 * HOUR } as const;
/** A switch port whose cable is bad: errors, and a link that comes and goes. */
export const BAD_CABLE = { switch: 'PAR-S-SW-ACC0', port: 'ge-0/0/7' } as const;
/** An access point that missed the last upgrade. */
export const OLD_FIRMWARE = 'ZUR-H-AP-Canteen';
/** A virtual chassis whose second member runs another release than the first. */
export const MIXED_CHASSIS = 'ZUR-H-SW-CORE';
/** A laptop at Berlin Office whose certificate ran out: every attempt to join is denied by the last rule. */
export const DENIED_LAPTOP = {
  site: 'Berlin Office',
  hostname: 'BER-LT-0042',
  username: 'farid@lakeside.example',
  ssid: 'Lakeside-Corp',
  rule: 'Everyone else',
} as const;
/** A phone at Berlin Office that never gets an address: the guest VLAN is missing on the port of its access point. */
export const STUCK_PHONE = { site: 'Berlin Office', hostname: 'Pixel-8-von-Greta', ssid: 'Lakeside-Guest' } as const;
/** Two gateways that cannot reach each other since some hours. */
export const BROKEN_PATH = { from: 'LON-S-GW-1', to: 'AUS-O-GW-1', secondsAgo: 5 * HOUR + 1260 } as const;
/** A gateway whose way to the hub is slow and loses packets. */
export const SLOW_PATH = 'TOK-O-GW-1';

/** Settles which hardware of the inventory is away and since when: what the incidents say, and nothing else. */
export function addIncidents(world: World): void {
  const away = new Map<string, number>([LOST_AP, GONE_AP].map((one) => [one.name, one.secondsAgo] as const));
  for (const row of world.table('inventory')) {
    if (row.site_id === UNASSIGNED) continue;
    const seconds = typeof row.name === 'string' ? away.get(row.name) : undefined;
    row.connected = seconds === undefined;
    if (seconds !== undefined) row.last_disconnected = world.born - seconds;
  }
}
