import { isList, isRow, type Json, type Row, textOf } from '../json.ts';
import { localHour, noise } from './activity.ts';
import { apChannels } from './constants/places.ts';
import { type Device, devicesAt } from './hardware.ts';
import { type Band, type Radio, radiosOf } from './radios.ts';
import { WORST_SITE } from './troubles.ts';
import type { World } from './world.ts';

const DAY = 86_400;

/** One access point with the radio it has on a band. */
export interface Placed {
  readonly ap: Device;
  readonly radio: Radio;
}

/** The access points of a site that send on a band. */
export function placedOn(world: World, siteId: string, band: Band): Placed[] {
  return devicesAt(world, siteId, 'ap')
    .filter((ap) => ap.up)
    .flatMap((ap) => radiosOf(world, ap).map((radio) => ({ ap, radio })))
    .filter(({ radio }) => radio.band === band);
}

const numbers = (value: Json | undefined): number[] => (isList(value) ? value.map(Number) : []);

/** Channels that may be used at a site on a band: what the country and the RF template allow, and what is in use. */
export function channelsOf(world: World, siteId: string, band: Band): number[] {
  const site = world.find('sites', siteId);
  const template = world.find('rftemplates', textOf(site, 'rftemplate_id'))?.[`band_${band}`];
  const country = apChannels(textOf(site, 'country_code'))[`band${band}_channels`];
  const widths = isRow(country) ? country : {};
  const chosen = isRow(template) ? numbers(template.channels) : [];
  const allowed = chosen.length > 0 ? chosen : numbers(widths['20']);
  const used = placedOn(world, siteId, band).map(({ radio }) => radio.channel);
  return [...new Set([...allowed, ...used])].sort((a, b) => a - b);
}

/** A share from 0 to 1 that belongs to names, rounded as the cloud does. */
export function share(world: World, name: string, most: number, time = 0): number {
  const draw = noise(world.seed.number(1, 2 ** 30, `rrm/${name}`), time);
  return Math.round(draw * most * 1000) / 1000;
}

/** How strong one access point hears another of its site: the closer in the list, the stronger. */
export function heard(world: World, from: Device, to: Device, distance: number): number {
  return Math.round(-48 - 9 * distance - 6 * share(world, `${from.mac}/${to.mac}`, 1));
}

/** Power of a radio: where clients are heard too weakly, RRM has already turned it up to the limit. */
export function powerOf(world: World, { ap, radio }: Placed): number {
  const site = world.find('sites', ap.siteId);
  if (site?.name !== WORST_SITE) return radio.power;
  const template = world.find('rftemplates', textOf(site, 'rftemplate_id'))?.[`band_${radio.band}`];
  const limit = isRow(template) ? Number(template.power_max) : Number.NaN;
  return Number.isNaN(limit) ? radio.power : limit;
}

const TRIGGERS = [
  'interference-ap-co-channel',
  'interference-ap-non-wifi',
  'radar-detected',
  'neighbor-ap-recovered',
] as const;

function change(world: World, placed: Placed, timestamp: number, event: string): Row {
  const { ap, radio } = placed;
  const channels = channelsOf(world, ap.siteId, radio.band);
  const before = channels[world.seed.number(0, channels.length - 1, `rrm/${ap.mac}/${radio.band}/${event}`)] ?? 0;
  const power = powerOf(world, placed);
  return {
    timestamp,
    ap: ap.mac,
    event,
    band: radio.band,
    usage: radio.band,
    pre_usage: radio.band,
    channel: radio.channel,
    pre_channel: event === 'scheduled-site_rrm' ? radio.channel : before,
    bandwidth: radio.bandwidth,
    pre_bandwidth: radio.bandwidth,
    power,
    pre_power: power - (event === 'scheduled-site_rrm' ? 0 : 1),
  };
}

/** Everything that RRM did at a site in the last two weeks: each night its round, and now and then a reaction; newest first. */
export function rrmEvents(world: World, siteId: string): Row[] {
  const bands: readonly Band[] = ['24', '5', '6'];
  const placed = bands.flatMap((band) => placedOn(world, siteId, band));
  const hour = localHour(world, siteId, world.born);
  const lastNight = Math.floor(world.born - ((hour - 3 + 24) % 24) * 3600);
  const events = placed.flatMap((one, index) => {
    const nights = Array.from({ length: 14 }, (_, night) =>
      change(world, one, lastNight - night * DAY + index, 'scheduled-site_rrm'),
    );
    const key = `${one.ap.mac}/${one.radio.band}`;
    const when = world.born - world.seed.number(3600, 6 * DAY, `rrm/when/${key}`);
    const trigger = world.seed.pick(TRIGGERS, `rrm/why/${key}`);
    return [
      ...nights,
      change(world, one, when, trigger === 'radar-detected' && one.radio.band !== '5' ? TRIGGERS[0] : trigger),
    ];
  });
  return events.sort(
    (a, b) => Number(b.timestamp) - Number(a.timestamp) || textOf(a, 'ap').localeCompare(textOf(b, 'ap')),
  );
}
