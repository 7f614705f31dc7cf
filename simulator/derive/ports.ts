import { isList, isRow, type Json, type Row, textOf } from '../json.ts';
import type { World } from '../world/world.ts';
import { layersOf } from './device.ts';
import { combine, type Layer } from './layers.ts';
import { expandPorts } from './port-keys.ts';
import { resolved, resolvedRow } from './variables.ts';

/** What a switch port effectively is. */
export interface PortSetting {
  /** Name of the usage that runs there; for a dynamic one that found something, the usage it chose. */
  readonly usage: string;
  readonly disabled: boolean;
  readonly poeDisabled: boolean;
  readonly trunk: boolean;
  /** VLAN of untagged frames. */
  readonly untagged: number | undefined;
  /** VLANs of tagged frames: those of a trunk, or that of phones on an access port. */
  readonly tagged: ReadonlySet<number>;
  /** VLAN of phones, where the usage has one. */
  readonly voice: number | undefined;
  readonly dot1x: boolean;
  readonly stpDisabled: boolean;
}

/** What hangs on a port, as far as dynamic usages look at it. */
export interface PortNeighbor {
  readonly name: string;
  readonly mac: string;
}

/** Usages that every switch knows, with what they are taken to be; the specification names them without contents. */
const SYSTEM: Readonly<Record<string, Row>> = {
  ap: { mode: 'trunk', all_networks: true, port_network: 'default' },
  uplink: { mode: 'trunk', all_networks: true, port_network: 'default' },
  iot: { mode: 'access', port_network: 'default' },
  default: { mode: 'access', port_network: 'default' },
  disabled: { mode: 'access', disabled: true },
};

/** Attributes of a port's own entry that stand over those of its usage. */
const INLINE = ['speed', 'duplex', 'disable_autoneg', 'mtu', 'poe_disabled', 'networks', 'port_network', 'disabled'];

const rowAt = (row: Row, name: string): Row => {
  const value = row[name];
  return isRow(value) ? value : {};
};

/** Entries of a map of ports by single port: within one layer the key that names fewer ports counts. */
function byPort(map: Json | undefined, vars: Row): Map<string, Row> {
  const entries = Object.entries(isRow(map) ? map : {}).flatMap(([key, value]) =>
    isRow(value) ? [{ ports: expandPorts(String(resolved(key, vars))), value: resolvedRow(value, vars) }] : [],
  );
  entries.sort((a, b) => b.ports.length - a.ports.length);
  return new Map(entries.flatMap(({ ports, value }) => ports.map((port): [string, Row] => [port, value])));
}

/** The same over layers: the narrower layer's entry of a port replaces the broader one's whole. */
function laidOver(layers: readonly Layer[], root: string, vars: Row): Map<string, Row> {
  const result = new Map<string, Row>();
  for (const { attributes } of layers)
    for (const [port, entry] of byPort(attributes[root], vars)) result.set(port, entry);
  return result;
}

const usageNamed = (usages: Row, name: string): Row | undefined => {
  const own = usages[name];
  return isRow(own) ? own : SYSTEM[name];
};

/** The part of a text that `[a:b]` means, whole without it. */
function sliced(text: string, expression: string): string {
  const match = /^\[(\d+):(\d+)\]$/.exec(expression);
  return match ? text.slice(Number(match[1]), Number(match[2])) : text;
}

function fits(rule: Row, neighbor: PortNeighbor): boolean {
  const texts: Readonly<Record<string, string>> = { lldp_system_name: neighbor.name, link_peermac: neighbor.mac };
  const text = texts[textOf(rule, 'src')];
  if (text === undefined) return false;
  const part = sliced(text, textOf(rule, 'expression'));
  const any = isList(rule.equals_any) ? rule.equals_any : [];
  return part === rule.equals || any.includes(part);
}

function dynamicUsage(usages: Row, entry: Row, neighbor: PortNeighbor | undefined): string | undefined {
  const name = textOf(entry, 'dynamic_usage');
  const usage = name === '' ? undefined : usageNamed(usages, name);
  if (!usage || !neighbor) return undefined;
  const rules = isList(usage.rules) ? usage.rules.filter(isRow) : [];
  const rule = rules.find((one) => fits(one, neighbor));
  return rule && (textOf(rule, 'usage') || undefined);
}

interface Switch {
  readonly usages: Row;
  readonly vlans: ReadonlyMap<string, number>;
}

/** Networks of the switch by name; `default` is VLAN 1 everywhere. */
function vlansOf(config: Row): Map<string, number> {
  const networks = Object.entries(rowAt(config, 'networks')).map(([name, network]): [string, number] => [
    name,
    Number(isRow(network) ? network.vlan_id : undefined),
  ]);
  return new Map([['default', 1], ...networks.filter(([, vlan]) => vlan > 0)]);
}

function settingOf(on: Switch, usage: string, merged: Row): PortSetting {
  const vlan = (name: string): number | undefined => on.vlans.get(textOf(merged, name));
  const trunk = merged.mode === 'trunk';
  const named = isList(merged.networks) ? merged.networks.flatMap((name) => on.vlans.get(String(name)) ?? []) : [];
  const voice = vlan('voip_network');
  const carried = trunk ? (merged.all_networks === true ? [...on.vlans.values()] : named) : [];
  return {
    usage,
    disabled: merged.disabled === true || usage === 'disabled',
    poeDisabled: merged.poe_disabled === true,
    trunk,
    untagged: vlan('port_network') ?? (trunk ? undefined : 1),
    tagged: new Set(voice === undefined || trunk ? carried : [voice]),
    voice,
    dot1x: merged.port_auth === 'dot1x',
    stpDisabled: merged.stp_disable === true,
  };
}

/**
 * What the ports of a switch effectively are: the usage of each, the attributes of its entry over it, then those of
 * `port_config_overwrite`, then `local_port_config` where the entry lets the help desk change it.
 *
 * @param names the ports that the switch has; one that nothing names gets `default_port_usage`
 * @throws RangeError when there is no such device
 */
export function switchPorts(
  world: World,
  deviceId: string,
  names: readonly string[],
  neighbors: ReadonlyMap<string, PortNeighbor> = new Map(),
): Map<string, PortSetting> {
  const { layers, vars } = layersOf(world, deviceId);
  const config = resolvedRow(combine(layers).config, vars);
  const on: Switch = { usages: rowAt(config, 'port_usages'), vlans: vlansOf(config) };
  const given = laidOver(layers, 'port_config', vars);
  const overwritten = laidOver(layers, 'port_config_overwrite', vars);
  const local = laidOver(layers, 'local_port_config', vars);
  const standard = textOf(config, 'default_port_usage') || 'default';
  const one = (port: string): PortSetting => {
    const entry = given.get(port);
    const own = entry === undefined || entry.no_local_overwrite === false ? local.get(port) : undefined;
    const fixed = textOf(own, 'usage') || textOf(entry, 'usage') || standard;
    const usage = dynamicUsage(on.usages, own ?? entry ?? {}, neighbors.get(port)) ?? fixed;
    const inline = Object.entries(entry ?? {}).filter(([name]) => INLINE.includes(name));
    const base = { ...usageNamed(on.usages, usage), ...Object.fromEntries(inline) };
    return settingOf(on, usage, { ...base, ...overwritten.get(port), ...own });
  };
  return new Map(names.map((port) => [port, one(port)]));
}
