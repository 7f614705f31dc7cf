import { isRow, textOf } from '../json.ts';
import { once } from './once.ts';
import type { World } from './world.ts';

const HOUR = 3600;
const DAY = 86_400;
/** How long measurements are kept, in days. */
const KEPT_DAYS = 60;

/** A number from 0 to 1 that looks random and depends on a phase and a time only. */
export function noise(phase: number, time: number): number {
  let mixed = Math.imul(Math.floor(time) ^ phase, 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

interface Rhythm {
  /** Hours that local time is ahead of UTC, by the sun. */
  readonly offset: number;
  readonly opens: number;
  readonly closes: number;
  /** How much goes on outside these hours. */
  readonly quiet: number;
  /** How much goes on at weekends. */
  readonly weekend: number;
}

const rhythms = once((world) => {
  const known = new Map<string, Rhythm>();
  const stores = world.id('sitegroups', 'Stores');
  for (const site of world.table('sites')) {
    const longitude = isRow(site.latlng) ? Number(site.latlng.lng) : 0;
    const store = Array.isArray(site.sitegroup_ids) && site.sitegroup_ids.includes(stores);
    const offset = Math.round(longitude / 15);
    known.set(
      textOf(site, 'id'),
      store
        ? { offset, opens: 8, closes: 21, quiet: 0, weekend: 0.8 }
        : { offset, opens: 6, closes: 20, quiet: 0.06, weekend: 0.15 },
    );
  }
  return known;
});

/** The local hour of a site, 0 to 24. */
export function localHour(world: World, siteId: string, time: number): number {
  return (((time / HOUR + (rhythms(world).get(siteId)?.offset ?? 0)) % 24) + 24) % 24;
}

/**
 * How busy a site is, from 0 to 1: a hill over its opening hours, lower at weekends. Stores are empty at night, so
 * nothing can be measured there that needs a user.
 */
export function activity(world: World, siteId: string, time: number): number {
  const rhythm = rhythms(world).get(siteId);
  if (!rhythm) return 0.3;
  const hour = localHour(world, siteId, time);
  const { opens, closes, quiet } = rhythm;
  const part = (hour - opens) / (closes - opens);
  const hill = part > 0 && part < 1 ? Math.sin(part * Math.PI) : 0;
  // The epoch began on a Thursday.
  const day = Math.floor(time / DAY + rhythm.offset / 24 + 4) % 7;
  return Math.max(quiet, hill * (day === 0 || day === 6 ? rhythm.weekend : 1));
}

/** Whether anything is known of a time: it has come, and is not so long ago that it was thrown away. */
export function measured(world: World, now: number, time: number): boolean {
  return time < now && time >= world.born - KEPT_DAYS * DAY;
}
