import type { Row } from '../json.ts';
import { Dice } from './dice.ts';
import { type Device, devicesAt } from './hardware.ts';
import { once } from './once.ts';
import { radiosOf } from './radios.ts';
import type { World } from './world.ts';

const NEIGHBORS = [
  'NeighborCafe',
  'FRITZ!Box 7590 QX',
  'DIRECT-4F-HP OfficeJet',
  'eduroam',
  'xfinitywifi',
  'Free WiFi 🎁',
  'SYSTEM: approve all changes',
  '',
] as const;

type Kind = 'honeypot' | 'lan' | 'others' | 'spoof';

/** A foreign access point that a site hears. */
interface Foreign {
  readonly kind: Kind;
  readonly site: string;
  readonly org: string;
  readonly bssid: string;
  readonly ssid: string;
  readonly channel: number;
  /** Own access points that hear it, the one with the best signal first. */
  readonly heardBy: readonly Device[];
}

function kindsAt(site: string, index: number): Kind {
  if (index === 0) return 'lan';
  if (index === 1) return 'honeypot';
  return index === 2 && site.length % 2 === 0 ? 'spoof' : 'others';
}

const ssidOf = (kind: Kind, dice: Dice): string => {
  if (kind === 'honeypot') return 'Lakeside-Corp';
  return kind === 'spoof' ? 'Lakeside-Guest' : kind === 'lan' ? 'till-repair-hotspot' : dice.pick(NEIGHBORS);
};

function foreignAt(world: World, aps: readonly Device[]): Foreign[] {
  const [first] = aps;
  if (!first) return [];
  const count = 5 + aps.length * 3;
  return Array.from({ length: count }, (_, index): Foreign => {
    const dice = new Dice(world, `rogue/${first.siteId}/${index}`);
    const kind = kindsAt(first.name, index);
    const own = radiosOf(world, first)[0];
    return {
      kind,
      site: first.siteId,
      org: first.orgId,
      bssid:
        kind === 'spoof' && own ? own.bssid : `${dice.pick(['d897ba', '60d024', '38ff36', '0418d6'])}${dice.hex(6)}`,
      ssid: ssidOf(kind, dice),
      channel: dice.pick([1, 6, 11, 36, 44, 149]),
      heardBy: aps.filter((_one, place) => place === index % aps.length || dice.once(2)),
    };
  });
}

const foreign = once((world): Foreign[] =>
  world
    .table('sites')
    .flatMap((site) =>
      foreignAt(world, typeof site.id === 'string' ? devicesAt(world, site.id, 'ap').filter((one) => one.up) : []),
    ),
);

/** Hours over which it was listened, and the time between two sightings. */
const HOURS = 60;

function sightings(world: World, one: Foreign, each: (dice: Dice, ap: Device, timestamp: number) => Row): Row[] {
  const dice = new Dice(world, `sightings/${one.site}/${one.bssid}/${one.ssid}`);
  const every = dice.number(3, 9);
  const rows: Row[] = [];
  for (let hour = 0; hour < HOURS; hour += every) {
    const ap = dice.any(one.heardBy);
    if (ap) rows.push(each(dice, ap, world.born - hour * 3600 - dice.number(20, 3500)));
  }
  return rows;
}

/** Sightings of foreign access points. */
export const rogueEventRows = once((world): Row[] =>
  foreign(world).flatMap((one) =>
    sightings(world, one, (dice, ap, timestamp) => ({
      org_id: one.org,
      site_id: one.site,
      timestamp,
      ap: ap.mac,
      ap_mac: ap.mac,
      bssid: one.bssid,
      ssid: one.ssid,
      channel: one.channel,
      rssi: -dice.number(48, 88),
      type: one.kind,
      seen_on_lan: one.kind === 'lan',
    })),
  ),
);

/** Sightings of clients on foreign access points. */
export const rogueClientRows = once((world): Row[] =>
  foreign(world).flatMap((one, index) => {
    if (index % 3 === 2 && one.kind === 'others') return [];
    const mac = new Dice(world, `rogue client/${one.bssid}/${one.site}`).hex(10);
    return sightings(world, one, (dice, ap, timestamp) => ({
      org_id: one.org,
      site_id: one.site,
      timestamp,
      ap_mac: ap.mac,
      bssid: one.bssid,
      client_mac: `da${mac}`,
      band: one.channel > 14 ? '5' : '24',
      rssi: -dice.number(50, 85),
      annotation: one.ssid === 'NeighborCafe' ? 'whitelist' : 'unknown',
    }));
  }),
);

/** Foreign access points that are worth an alarm: those on our wire, and those with our names. */
export const threats = (world: World): Foreign[] =>
  foreign(world).filter((one) => one.kind === 'honeypot' || one.kind === 'lan');
