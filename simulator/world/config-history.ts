import { isRow, type Row, textOf } from '../json.ts';
import { vlanOf } from './clients.ts';
import { deviceEventRows } from './device-events.ts';
import { Dice } from './dice.ts';
import { type Device, devicesOf } from './hardware.ts';
import { once } from './once.ts';
import { type Band, radiosOf, wlansOf } from './radios.ts';
import type { World } from './world.ts';

const on = (wlan: Row, band: Band): boolean => Array.isArray(wlan.bands) && wlan.bands.includes(band);
const ssids = (wlans: readonly Row[], band?: Band): string[] => [
  ...new Set(wlans.filter((wlan) => band === undefined || on(wlan, band)).map((wlan) => textOf(wlan, 'ssid'))),
];

function air(world: World, ap: Device): Row {
  const radios = radiosOf(world, ap);
  const wlans = wlansOf(world, ap);
  const channel = (band: Band): number => radios.find((radio) => radio.band === band)?.channel ?? 0;
  return {
    channel_24: channel('24'),
    channel_5: channel('5'),
    radios: radios.map(({ band, channel: number }) => ({ band, channel: number })),
    radio_macs: radios.map(({ bssid }) => bssid),
    ssids: ssids(wlans),
    ssids_24: ssids(wlans, '24'),
    ssids_5: ssids(wlans, '5'),
    wlans: wlans.map((wlan) => ({
      id: textOf(wlan, 'id'),
      ssid: textOf(wlan, 'ssid'),
      auth: isRow(wlan.auth) ? textOf(wlan.auth, 'type') : 'open',
      bands: Array.isArray(wlan.bands) ? wlan.bands.map(String) : [],
      vlan_ids: [String(vlanOf(world, wlan, ap.siteId))],
    })),
  };
}

/** When a device was configured: an access point says so itself. */
function momentsOf(world: World, device: Device): number[] {
  if (device.type === 'ap')
    return deviceEventRows(world)
      .filter((row) => row.mac === device.mac && row.type === 'AP_CONFIGURED')
      .map((row) => Number(row.timestamp));
  const dice = new Dice(world, `configured/${device.mac}`);
  return [1, 2, 3].map((round) => world.born - dice.number(600, round * 80_000) + 0.5);
}

/** Configurations that devices were given. Whose they are is kept to search by; the answers do not show it. */
export const configRows = once((world): Row[] =>
  devicesOf(world).flatMap((device) => {
    const given = device.type === 'ap' ? air(world, device) : { channel_24: 0, channel_5: 0 };
    return momentsOf(world, device).map(
      (timestamp): Row => ({
        org_id: device.orgId,
        site_id: device.siteId,
        mac: device.mac,
        name: device.name,
        type: device.type,
        device_type: device.type,
        version: device.version,
        last_cert_expiry: world.born + new Dice(world, `cert/${device.mac}`).number(20, 400) * 86_400,
        secpolicy_violated: false,
        timestamp,
        ...given,
      }),
    );
  }),
);
