import type { Facts } from '../facts.ts';
import { type WiredClient, type WirelessClient, wiredClients, wirelessClients } from '../live/rows.ts';
import type { SiteState } from '../model.ts';
import { type Cabling, devicesByMac, portKey } from './links.ts';

/** A wired client on a port that is up, by the device it hangs on. */
export type ActiveClient = WiredClient & { readonly device: string };

/**
 * Wired clients of a site that are there now: seen lately (which the reading of facts saw to) and on a port that is up.
 * Managed devices are no clients.
 */
export function activeClients(site: SiteState, cabling: Cabling, facts: Facts): readonly ActiveClient[] {
  const known = devicesByMac(site);
  return wiredClients(facts).flatMap((client) => {
    const device = known.get(client.device);
    if (device === undefined || known.has(client.mac)) return [];
    return cabling.rows.get(portKey(device, client.port))?.isUp === false ? [] : [{ ...client, device }];
  });
}

/** Clients of each port, by `portKey`. */
export function clientsByPort(clients: readonly ActiveClient[]): ReadonlyMap<string, readonly ActiveClient[]> {
  const map = new Map<string, ActiveClient[]>();
  for (const one of clients) {
    const key = portKey(one.device, one.port);
    map.set(key, [...(map.get(key) ?? []), one]);
  }
  return map;
}

/** Wireless clients on a WLAN, by its id, else by its name where the row has no id. */
export const clientsOfWlan = (
  facts: Facts,
  wlan: { readonly id: string; readonly ssid: string },
): readonly WirelessClient[] =>
  wirelessClients(facts).filter((one) => (one.wlan === '' ? one.ssid === wlan.ssid : one.wlan === wlan.id));
