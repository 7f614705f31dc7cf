import { isRecord, type JsonObject } from '../../../core/json.ts';
import { resolveVariables } from '../../configuration/index.ts';
import type { GatewayState, NetworkState } from '../model.ts';
import { commonState, deriveAt } from './device-state.ts';
import { gatewayObjects } from './gateway-objects.ts';
import { portEntries } from './port-entries.ts';
import { textAt, vlanOf } from './row.ts';
import type { SiteParts } from './site-parts.ts';

/** Every text in a value, names of attributes among them. */
function textsWithin(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (Array.isArray(value)) for (const item of value) textsWithin(item, found);
  else if (isRecord(value))
    for (const [name, item] of Object.entries(value)) {
      found.add(name);
      textsWithin(item, found);
    }
  return found;
}

/** The networks of the organization that a gateway names anywhere; those of the site's switches are others. */
function networksOf(
  config: JsonObject,
  rows: readonly JsonObject[],
  vars: ReadonlyMap<string, string>,
): ReadonlyMap<string, NetworkState> {
  const { name: _, networks: __, ...settings } = config;
  const named = new Set([...textsWithin(settings)].map((text) => text.replace(/^network /, '')));
  const known = rows.flatMap((raw) => {
    const { value } = resolveVariables(raw, vars, '');
    const row = isRecord(value) ? value : raw;
    const name = textAt(row, 'name');
    if (name === undefined || !named.has(name)) return [];
    const state = { name, vlan: vlanOf(row.vlan_id), subnet: textAt(row, 'subnet'), source: 'network' };
    return [[name, state] as const];
  });
  return new Map(known);
}

/** A gateway with its ports as written and the networks that it names. */
export function gatewayState(site: SiteParts, device: JsonObject): GatewayState {
  const derived = deriveAt(site, device, 'gateway');
  const common = commonState(derived, 'gateway');
  const { ports, doubts } = portEntries(derived.layers, 'port_config', derived.vars);
  const narrowest = new Map([...ports].map(([name, { values }]) => [name, values[0]?.value ?? {}] as const));
  const objects = gatewayObjects(common.config, narrowest, site);
  return {
    ...{ ...common, ...objects },
    type: 'gateway',
    networks: networksOf({ ...common.config, objects: [...objects.objects.keys()] }, site.orgNetworks, derived.vars),
    ports: narrowest,
    doubts: [...common.doubts, ...doubts],
  };
}
