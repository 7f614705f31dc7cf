import type { JsonObject } from '../../../core/json.ts';
import { macIn, numberIn, textIn } from '../live/rows.ts';
import type { SiteEffect } from '../model.ts';
import { keyOfValue } from '../state/port-tuple.ts';
import { type AnyDevice, deviceOf, devicesOf } from '../topology/states.ts';

/** What devices told of a new configuration since it was sent. */
export interface Reports {
  /** MACs of devices that took it. */
  readonly taken: ReadonlySet<string>;
  /** Devices that did not, with the kind of event. */
  readonly failed: ReadonlyMap<string, string>;
}

const TAKEN = /_CONFIGURED$/;
const FAILED = /_CONFIG_.*(?:FAIL|ERROR|REVERT)/;

/**
 * Reads events of devices for what became of a configuration.
 *
 * @param since seconds since 1970 by the clock of the cloud
 */
export function reportsIn(events: readonly JsonObject[], since: number): Reports {
  const [taken, failed] = [new Set<string>(), new Map<string, string>()];
  for (const row of events) {
    const [mac, type, when] = [macIn(row, 'mac'), textIn(row, 'type') ?? '', numberIn(row, 'timestamp') ?? 0];
    if (mac === undefined || when < since) continue;
    if (TAKEN.test(type)) taken.add(mac);
    if (FAILED.test(type)) failed.set(mac, type);
  }
  return { taken, failed };
}

/** What decides on what a device is told: its configuration, and of an access point the WLANs that it serves. */
function told(device: AnyDevice, { wlans }: SiteEffect['after']): string {
  const { vars: _, modified_time: __, ...config } = device.config;
  if (device.type !== 'ap') return keyOfValue(config);
  const served = wlans.filter(({ id }) => device.wlans.has(id) || device.perhaps.has(id));
  return keyOfValue([config, served.map(({ id, isEnabled, config }) => ({ id, isEnabled, config }))]);
}

/** The managed devices of a site that a change gives another configuration. */
export const changedDevices = ({ before, after }: SiteEffect): readonly AnyDevice[] =>
  devicesOf(after).filter((device) => {
    const was = deviceOf(before, device.mac);
    return device.management !== 'others' && was !== undefined && told(was, before) !== told(device, after);
  });
