import type { Row } from '../json.ts';
import { wirelessClients } from './clients.ts';
import { devicesOf } from './hardware.ts';
import { BAD_CABLE, DENIED_LAPTOP, LOST_AP, SLOW_PATH, STUCK_PHONE } from './incidents.ts';
import { SHADED_APS, WORST, WORST_SITE } from './troubles.ts';
import type { World } from './world.ts';

/** Something that Marvis found. */
export interface Finding {
  readonly type: 'wireless' | 'wired' | 'wan';
  readonly siteId: string;
  /** MACs of the devices and clients it is about. */
  readonly macs: readonly string[];
  /** Epoch seconds; it lasts until now. */
  readonly since: number;
  readonly row: Row;
}

interface Line {
  readonly type: Finding['type'];
  readonly site: string;
  readonly devices?: readonly string[];
  readonly client?: string;
  /** Seconds ago. */
  readonly since: number;
  readonly category: string;
  readonly reason: string;
  readonly text: string;
  readonly recommendation: string;
}

const DAY = 86_400;

const LINES: readonly Line[] = [
  {
    type: 'wireless',
    site: WORST_SITE,
    devices: SHADED_APS,
    since: WORST.since,
    category: 'ap',
    reason: 'poor coverage',
    text: `Clients of ${SHADED_APS.join(' and ')} are heard too weakly more than 40% of the time; both send at full power already.`,
    recommendation: 'Move these access points above the racks or add one in each aisle, then run RRM again.',
  },
  {
    type: 'wireless',
    site: DENIED_LAPTOP.site,
    client: DENIED_LAPTOP.hostname,
    since: 3 * DAY,
    category: 'client',
    reason: 'authorization failure',
    text: `${DENIED_LAPTOP.hostname} is denied by the access rule "${DENIED_LAPTOP.rule}": its certificate has expired.`,
    recommendation: 'Renew the certificate of this laptop.',
  },
  {
    type: 'wireless',
    site: STUCK_PHONE.site,
    client: STUCK_PHONE.hostname,
    since: DAY,
    category: 'client',
    reason: 'DHCP timed out',
    text: `${STUCK_PHONE.hostname} joins ${STUCK_PHONE.ssid} and gets no address.`,
    recommendation: 'Allow the VLAN of the WLAN on the switch port of the access point.',
  },
  {
    type: 'wireless',
    site: 'London Store',
    devices: [LOST_AP.name],
    since: LOST_AP.secondsAgo,
    category: 'ap',
    reason: 'AP disconnected',
    text: `${LOST_AP.name} stopped answering; other devices at the site are reachable.`,
    recommendation: 'Check power and cable at its switch port.',
  },
  {
    type: 'wired',
    site: 'Paris Store',
    devices: [BAD_CABLE.switch],
    since: 5 * DAY,
    category: 'switch',
    reason: 'bad cable',
    text: `Port ${BAD_CABLE.port} of ${BAD_CABLE.switch} counts errors and loses its link again and again.`,
    recommendation: 'Run a cable test on the port and replace the cable.',
  },
  {
    type: 'wan',
    site: 'Tokyo Office',
    devices: [SLOW_PATH],
    since: 2 * DAY,
    category: 'gateway',
    reason: 'WAN path degraded',
    text: `The path of ${SLOW_PATH} to the hub has a high latency and loses packets.`,
    recommendation: 'Talk to the provider of this link, or prefer another path.',
  },
];

/** Everything that Marvis has to say about the world. */
export function findings(world: World): Finding[] {
  const devices = devicesOf(world);
  const clients = wirelessClients(world);
  return LINES.map(({ type, site, devices: names = [], client, since, ...row }) => {
    const siteId = world.id('sites', site);
    const hit = devices.filter((one) => names.includes(one.name)).map((one) => one.mac);
    const user = clients.filter((one) => one.hostname === client && one.ap.siteId === siteId).map((one) => one.mac);
    return { type, siteId, macs: [...hit, ...user], since: world.born - since, row };
  });
}
