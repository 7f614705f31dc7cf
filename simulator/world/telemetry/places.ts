import { isRow, type Row, textOf } from '../../json.ts';
import { isJoined, wirelessNow } from '../clients.ts';
import { type DeviceType, devicesOf } from '../hardware.ts';
import { UNASSIGNED, type World } from '../world.ts';

/** Minutes that a time zone is ahead of UTC at a moment, counted up to a day. */
function zoneOffset(zone: string, seconds: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    seconds * 1000,
  );
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(text);
  const minutes = match ? Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  return (minutes + 1440) % 1440;
}

const TEMPLATES = [
  'alarmtemplate_id',
  'aptemplate_id',
  'gatewaytemplate_id',
  'networktemplate_id',
  'rftemplate_id',
  'secpolicy_id',
  'sitetemplate_id',
];

/** Statistics of a site: what it is, and how many of its devices and clients are there. */
export function siteStats(world: World, site: Row): Row {
  const id = textOf(site, 'id');
  const devices = devicesOf(world).filter((device) => device.siteId === id);
  const count = (type?: DeviceType, up?: true): number =>
    devices.filter((one) => (type === undefined || one.type === type) && (up === undefined || one.up)).length;
  const place = isRow(site.latlng) ? site.latlng : { lat: 0, lng: 0 };
  const zone = textOf(site, 'timezone') || 'UTC';
  return {
    id,
    org_id: site.org_id ?? '',
    name: site.name ?? '',
    country_code: textOf(site, 'country_code'),
    timezone: zone,
    tzoffset: zoneOffset(zone, world.born),
    address: textOf(site, 'address'),
    latlng: place,
    lat: place.lat ?? 0,
    lng: place.lng ?? 0,
    sitegroup_ids: site.sitegroup_ids ?? [],
    ...(site.notes === undefined ? {} : { notes: site.notes }),
    ...Object.fromEntries(TEMPLATES.map((name) => [name, site[name] ?? null])),
    msp_id: world.find('orgs', textOf(site, 'org_id'))?.msp_id ?? '',
    created_time: site.created_time ?? 0,
    modified_time: site.modified_time ?? 0,
    analyticEnabled: true,
    engagementEnabled: false,
    num_devices: count(),
    num_devices_connected: count(undefined, true),
    num_ap: count('ap'),
    num_ap_connected: count('ap', true),
    num_switch: count('switch'),
    num_switch_connected: count('switch', true),
    num_gateway: count('gateway'),
    num_gateway_connected: count('gateway', true),
    num_clients: wirelessNow(world).filter((one) => one.ap.siteId === id && isJoined(world, one)).length,
  };
}

/** Statistics of an organization. */
export function orgStats(world: World, org: Row): Row {
  const id = textOf(org, 'id');
  const devices = devicesOf(world).filter((device) => device.orgId === id);
  const connected = devices.filter((device) => device.up).length;
  const minutes = connected * 1440;
  return {
    id,
    name: org.name ?? '',
    msp_id: org.msp_id ?? '',
    orggroup_ids: [],
    alarmtemplate_id: org.alarmtemplate_id ?? UNASSIGNED,
    allow_mist: org.allow_mist === true,
    session_expiry: org.session_expiry ?? 1440,
    created_time: org.created_time ?? 0,
    modified_time: org.modified_time ?? 0,
    num_sites: world.table('sites').filter((site) => site.org_id === id).length,
    num_inventory: world.table('inventory').filter((row) => row.org_id === id).length,
    num_devices: devices.length,
    num_devices_connected: connected,
    num_devices_disconnected: devices.length - connected,
    sle: [
      { path: 'coverage', user_minutes: { total: minutes, ok: Math.floor(minutes * 0.94) } },
      { path: 'successful-connect', user_minutes: { total: minutes, ok: Math.floor(minutes * 0.97) } },
    ],
  };
}
