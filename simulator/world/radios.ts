import { isList, isRow, type Row, textOf } from '../json.ts';
import { Dice } from './dice.ts';
import type { Device } from './hardware.ts';
import type { World } from './world.ts';

export type Band = '24' | '5' | '6';

/** One radio of an access point that is switched on. */
export interface Radio {
  readonly band: Band;
  readonly channel: number;
  /** MHz. */
  readonly bandwidth: 20 | 40 | 80;
  /** dBm. */
  readonly power: number;
  /** BSSID of its first WLAN. */
  readonly bssid: string;
}

const CHANNELS: Readonly<Record<Band, readonly [number, ...number[]]>> = {
  '24': [1, 6, 11],
  '5': [36, 44, 52, 60],
  '6': [7, 23],
};
const WIDTHS = { '24': 20, '5': 40, '6': 80 } as const;
/** Models without a radio for 6 GHz. */
const OUTDOOR = new Set(['AP64', 'AP12']);

/** The radios of an access point: those of its model that its configuration does not switch off. */
export function radiosOf(world: World, ap: Device): Radio[] {
  const config = isRow(ap.config.radio_config) ? ap.config.radio_config : {};
  const bands: readonly Band[] = OUTDOOR.has(ap.model) ? ['24', '5'] : ['24', '5', '6'];
  return bands
    .filter((band) => {
      const own = config[`band_${band}`];
      return !(isRow(own) && own.disabled === true);
    })
    .map((band, index) => {
      const dice = new Dice(world, `radio/${ap.mac}/${band}`);
      return {
        band,
        channel: dice.pick(CHANNELS[band]),
        bandwidth: WIDTHS[band],
        power: dice.number(band === '24' ? 5 : 8, band === '24' ? 12 : 17),
        bssid: bssidOf(ap.mac, index + 1),
      };
    });
}

/** BSSIDs of an access point follow its own MAC. */
function bssidOf(mac: string, offset: number): string {
  const tail = (Number.parseInt(mac.slice(6), 16) + offset * 16) % 0x1000000;
  return mac.slice(0, 6) + tail.toString(16).padStart(6, '0');
}

const holds = (list: Row[string] | undefined, id: string): boolean => isList(list) && list.includes(id);

function covers(world: World, rule: Row[string] | undefined, siteId: string): boolean {
  if (!isRow(rule)) return false;
  const site = world.find('sites', siteId);
  if (rule.org_id !== undefined && rule.org_id === site?.org_id) return true;
  const groups = site?.sitegroup_ids;
  return (
    holds(rule.site_ids, siteId) ||
    (isList(groups) && groups.some((group) => typeof group === 'string' && holds(rule.sitegroup_ids, group)))
  );
}

/** Whether a WLAN that is for chosen access points only is for this one. Labels of other kinds choose clients. */
function chooses(world: World, wlan: Row, ap: Device): boolean {
  if (wlan.apply_to === 'aps') return holds(wlan.ap_ids, ap.id);
  if (wlan.apply_to !== 'wxtags' || !isList(wlan.wxtag_ids)) return true;
  const { wxtag_ids } = wlan;
  const ofAps = world.table('wxtags').filter((tag) => holds(wxtag_ids, textOf(tag, 'id')) && tag.match === 'ap_id');
  return ofAps.length === 0 || ofAps.some((tag) => holds(tag.values, ap.id));
}

function serves(world: World, wlan: Row, ap: Device): boolean {
  if (wlan.enabled === false || wlan.org_id !== ap.orgId || !chooses(world, wlan, ap)) return false;
  if (wlan.site_id !== undefined) return wlan.site_id === ap.siteId;
  const template = world.find('templates', textOf(wlan, 'template_id'));
  if (!template || !covers(world, template.applies, ap.siteId)) return false;
  if (covers(world, template.exceptions, ap.siteId)) return false;
  return (
    template.filter_by_deviceprofile !== true ||
    holds(template.deviceprofile_ids, textOf(ap.config, 'deviceprofile_id'))
  );
}

/** The WLANs that an access point offers: those of its site, and those whose template applies to it. */
export const wlansOf = (world: World, ap: Device): Row[] =>
  world.table('wlans').filter((wlan) => serves(world, wlan, ap));

/** The radios on which an access point offers a WLAN. */
export const radiosFor = (world: World, ap: Device, wlan: Row): Radio[] =>
  radiosOf(world, ap).filter((radio) => holds(wlan.bands, radio.band));
