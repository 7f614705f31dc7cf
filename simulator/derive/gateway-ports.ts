import { isList, isRow, type Row, textOf } from '../json.ts';
import type { World } from '../world/world.ts';
import { layersOf } from './device.ts';
import { combine } from './layers.ts';
import { expandPorts } from './port-keys.ts';
import type { PortSetting } from './ports.ts';
import { resolvedRow } from './variables.ts';

/** VLANs of the organization's networks by name; those of switches are others. */
function networkVlans(world: World, orgId: string, vars: Row): Map<string, number> {
  const rows = world.table('networks').filter((row) => row.org_id === orgId);
  return new Map(rows.map((row) => [textOf(row, 'name'), Number(resolvedRow(row, vars).vlan_id)]));
}

/**
 * What the configured ports of a gateway effectively are, by single port.
 *
 * @throws RangeError when there is no such device
 */
export function gatewayPorts(world: World, deviceId: string): Map<string, PortSetting> {
  const { layers, vars } = layersOf(world, deviceId);
  const config = resolvedRow(combine(layers).config, vars);
  const vlans = networkVlans(world, textOf(world.find('devices', deviceId), 'org_id'), vars);
  const settings = new Map<string, PortSetting>();
  for (const [key, entry] of Object.entries(isRow(config.port_config) ? config.port_config : {})) {
    if (!isRow(entry)) continue;
    const networks = isList(entry.networks) ? entry.networks : [];
    for (const port of expandPorts(key))
      settings.set(port, {
        usage: textOf(entry, 'usage'),
        disabled: entry.disabled === true,
        poeDisabled: entry.poe_disabled === true,
        trunk: true,
        untagged: vlans.get(textOf(entry, 'port_network')),
        tagged: new Set(networks.flatMap((name) => vlans.get(String(name)) ?? [])),
        voice: undefined,
        dot1x: false,
        stpDisabled: false,
      });
  }
  return settings;
}
