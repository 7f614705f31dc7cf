import { isRecord, type JsonObject } from '../../../core/json.ts';
import type { NetworkState, PortState, SwitchState } from '../model.ts';
import { commonState, type DerivedDevice, deriveAt } from './device-state.ts';
import { forwardingOf } from './port-tuple.ts';
import { rowAt, textAt, vlanOf } from './row.ts';
import type { SiteParts } from './site-parts.ts';
import { type SwitchPorts, switchPorts } from './switch-ports.ts';

/** Who says so of a name in a map. */
function sourceOf({ effective }: DerivedDevice, root: string, name: string): string | undefined {
  const source = effective.sources[root];
  return typeof source === 'string' ? source : source?.[name];
}

function networksOf(derived: DerivedDevice): ReadonlyMap<string, NetworkState> {
  const networks = Object.entries(rowAt(derived.effective.config, 'networks')).flatMap(([name, row]) =>
    isRecord(row)
      ? [
          [
            name,
            {
              ...{ name, vlan: vlanOf(row.vlan_id), subnet: textAt(row, 'subnet') },
              source: sourceOf(derived, 'networks', name),
            },
          ] as const,
        ]
      : [],
  );
  return new Map(networks);
}

const addressOf = (row: JsonObject): string => {
  const ip = textAt(row, 'ip');
  if (ip === undefined) return textAt(row, 'type') ?? 'dhcp';
  const mask = textAt(row, 'netmask');
  return mask === undefined || ip.includes('/') ? ip : `${ip}${mask.startsWith('/') ? '' : ' '}${mask}`;
};

/** Networks that a switch has a routed interface in: further ones by name, and the one that it is managed by. */
function irbsOf(config: JsonObject): ReadonlyMap<string, string> {
  const irbs = new Map<string, string>();
  const own = rowAt(config, 'ip_config');
  const network = textAt(own, 'network');
  if (network !== undefined) irbs.set(network, addressOf(own));
  for (const [name, row] of Object.entries(rowAt(config, 'other_ip_configs')))
    if (isRecord(row)) irbs.set(name, addressOf(row));
  return irbs;
}

function portsOf(derived: DerivedDevice, networks: ReadonlyMap<string, NetworkState>): SwitchPorts {
  const { config } = derived.effective;
  const usageSource = (usage: string) => sourceOf(derived, 'port_usages', usage);
  return switchPorts(derived.layers, { config, networks, sourceOf: usageSource }, derived.vars);
}

/** Where the other order of site and template gives another port, what was computed is only likely. */
function lowered(ports: SwitchPorts, other: SwitchPorts): SwitchPorts {
  const weaken = (port: PortState, name?: string): PortState => {
    const second = (name === undefined ? undefined : other.ports.get(name)) ?? other.defaultPort;
    return port.certainty === 'certain' && forwardingOf(port) !== forwardingOf(second)
      ? { ...port, certainty: 'likely' }
      : port;
  };
  return {
    ports: new Map([...ports.ports].map(([name, port]) => [name, weaken(port, name)])),
    defaultPort: weaken(ports.defaultPort),
    doubts: ports.doubts,
  };
}

function otherOrder(site: SiteParts, device: JsonObject, undecided: readonly string[]): SwitchPorts {
  const order = new Map([...(site.orders.switch ?? []), ...undecided.map((key) => [key, 'networktemplate'] as const)]);
  const derived = deriveAt({ ...site, orders: { ...site.orders, switch: order } }, device, 'switch');
  return portsOf(derived, networksOf(derived));
}

/** A switch with its ports, networks and routed interfaces, as its layers give them. */
export function switchState(site: SiteParts, device: JsonObject): SwitchState {
  const derived = deriveAt(site, device, 'switch');
  const common = commonState(derived, 'switch');
  const networks = networksOf(derived);
  const plain = portsOf(derived, networks);
  const computed = derived.undecided.length === 0 ? plain : lowered(plain, otherOrder(site, device, derived.undecided));
  return {
    ...common,
    type: 'switch',
    ...{ networks, ports: computed.ports, defaultPort: computed.defaultPort },
    irbs: irbsOf(common.config),
    doubts: [...common.doubts, ...computed.doubts],
  };
}
