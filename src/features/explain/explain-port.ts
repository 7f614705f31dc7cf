import { InputError } from '../../core/errors/input-error.ts';
import { deviceIdOf } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { clientRow, type Lookup, present, textIn, wiredFacts } from '../lookup/index.ts';
import { openAlarms } from './alarms.ts';
import { effectiveConfig, effectivePort } from './effective-port.ts';
import { noStatistics, singlePort } from './missing-port.ts';
import { PORTS, WIRED } from './routes.ts';
import { type SubjectDevice, subjectDevice } from './subject-device.ts';

/** Whether a variable holds a secret; see `deriveDevice`. */
export type IsSecret = (name: string, value: string) => boolean;

/** State of a port as it was measured last. */
export function portState(row: JsonObject | undefined): JsonObject {
  if (!row) return {};
  const neighbor = present({
    name: row.neighbor_system_name,
    mac: row.neighbor_mac,
    port: row.neighbor_port_desc,
  });
  const errors = present({ rx: row.rx_errors, tx: row.tx_errors });
  return present({
    ...{ up: row.up, disabled: row.disabled === true ? true : undefined, speed_mbps: row.speed },
    duplex: row.full_duplex === undefined ? undefined : row.full_duplex === true ? 'full' : 'half',
    last_flapped: typeof row.last_flapped === 'number' ? isoTime(row.last_flapped) : undefined,
    neighbor: Object.keys(neighbor).length > 0 ? neighbor : undefined,
    poe: row.poe_on === undefined ? undefined : present({ on: row.poe_on, watts: row.power_draw, mode: row.poe_mode }),
    errors: Object.keys(errors).length > 0 ? errors : undefined,
    ...{ stp: row.stp_state, auth_state: row.auth_state, reported_usage: row.port_usage, macs: row.mac_count },
    optic: textIn(row, 'xcvr_model', 'xcvr_part_number'),
  });
}

/** The statistics of one port; undefined where there are none. */
export async function portStats(lookup: Lookup, mac: string, port: string): Promise<JsonObject | undefined> {
  const found = await lookup.list('port statistics', PORTS, {
    path: { org_id: lookup.orgId },
    query: { mac, port_id: port, device_type: 'all', limit: 2 },
  });
  return found?.rows[0];
}

const BEHIND = 10;

async function clientsBehind(lookup: Lookup, { mac, siteId, site }: SubjectDevice, port: string) {
  const found = await lookup.list('wired clients', WIRED, {
    path: { org_id: lookup.orgId },
    query: { device_mac: mac, port_id: port, duration: '1d', sort: '-timestamp', limit: BEHIND },
  });
  const naming = { sites: new Map([[siteId, site]]), devices: new Map<string, string>() };
  return found?.rows.map((row) => {
    const { kind: _, site: _site, switch: _switch, port: _port, ...rest } = clientRow(wiredFacts(row), naming);
    return rest;
  });
}

/**
 * What a switch port effectively is and how it does: profile and VLANs with the layer that says so, neighbor, power,
 * errors, and who was behind it in the last day.
 *
 * @throws InputError when the port is not named or not one, no device is called so, or the device has no such port
 */
export async function explainPort(
  lookup: Lookup,
  { name, port: given }: { readonly name: string; readonly port: string | undefined },
  isSecret: IsSecret,
): Promise<JsonObject> {
  const port = singlePort(given);
  const device = await subjectDevice(lookup, name);
  if (device.siteId === '') {
    throw new InputError(
      `The device ${JSON.stringify(name.slice(0, 60))} is assigned to no site, so its ports have no configuration.`,
      'See subject=device for what is known of it.',
    );
  }
  const [stats, behind, alarms] = await Promise.all([
    portStats(lookup, device.mac, port),
    clientsBehind(lookup, device, port),
    openAlarms(lookup, device.siteId, [device.mac]),
  ]);
  const derived = await effectiveConfig(lookup, device.siteId, deviceIdOf(device.mac), isSecret);
  const configuration = derived && effectivePort(derived, port);
  const state = stats ? portState(stats) : await noStatistics(lookup, device, port, configuration);
  return present({
    ...{ subject: 'port', switch: device.stats.name, port, site: device.site, switch_status: device.stats.status },
    ...{ state, configuration },
    clients_of_last_day: behind,
    open_alarms_of_switch: alarms,
    warnings: derived && derived.warnings.length > 0 ? derived.warnings : undefined,
  });
}
