import type { FamilyName } from '../../mist/families.ts';
import { textsIn, valuesAt } from '../../mist/references.ts';
import type { LookupContext } from '../../tool/context.ts';
import { deriveDevice, fetchDevice } from '../configuration/index.ts';
import { isObject, own } from './json.ts';
import type { JsonObject } from './types.ts';

/** A name in a configuration that nothing in reach may define. */
export interface BrokenName {
  readonly attribute: string;
  readonly name: string;
  /** What has such names, in words. */
  readonly kind: string;
  /** What is defined. */
  readonly known: ReadonlySet<string>;
}

interface SwitchName {
  readonly attribute: string;
  readonly name: string;
  readonly kind: 'port profile' | 'network';
}

/** Port profiles that every switch has without anybody's doing. */
const SYSTEM_USAGES = ['ap', 'default', 'disabled', 'iot', 'uplink'];
const SYSTEM_NETWORKS = ['default'];

const PORTS = ['port_config.*', 'port_config_overwrite.*', 'local_port_config.*'];
const IN_RULES = PORTS.map((path) => `switch_matching.rules[].${path}`);
const USAGE_PATHS = [...PORTS, ...IN_RULES].map((path) => `${path}.usage`).concat('default_port_usage');
const NETWORK_FIELDS = [
  ...['port_network', 'voip_network', 'guest_network', 'server_fail_network', 'server_reject_network', 'networks'],
  'dynamic_vlan_networks',
];
const NETWORK_PATHS = [...PORTS, ...IN_RULES, 'port_usages.*'].flatMap((path) =>
  NETWORK_FIELDS.map((field) => `${path}.${field}`),
);

const OWNERS: ReadonlySet<FamilyName> = new Set(['org_networktemplates', 'site_settings', 'site_devices']);

/** Whether an object configures switches, so that its profiles and networks are defined in it or in its templates. */
export const definedInSwitch = (owner: FamilyName, object: JsonObject): boolean =>
  owner === 'org_networktemplates' || (owner === 'site_devices' && object.type === 'switch');

function heldIn(object: JsonObject): readonly SwitchName[] {
  const at = (paths: readonly string[], kind: SwitchName['kind']) =>
    paths.flatMap((path) =>
      valuesAt(object, path)
        .flatMap(textsIn)
        .filter((name) => name !== '' && !name.includes('{{'))
        .map((name) => ({ attribute: path.split('.').at(-1) ?? path, name, kind })),
    );
  return [...at(USAGE_PATHS, 'port profile'), ...at(NETWORK_PATHS, 'network')];
}

const keysAt = (object: JsonObject, root: string): readonly string[] => {
  const value = own(object, root);
  return isObject(value) ? Object.keys(value) : [];
};

/**
 * The names of port profiles and networks that a change of a switch's configuration brings in and that neither the
 * object nor what it inherits from defines. Templates are read only where the object itself does not define a name.
 *
 * @param object the whole object as it would be
 * @param place the site, and the device where the object is one
 * @throws MistError where what the object inherits cannot be read
 */
export async function brokenSwitchNames(
  context: LookupContext,
  owner: FamilyName,
  { before, after, object }: { readonly before: JsonObject; readonly after: JsonObject; readonly object: JsonObject },
  place: { readonly site_id?: string | undefined; readonly id?: string | undefined },
): Promise<readonly BrokenName[]> {
  if (!OWNERS.has(owner) || (owner === 'site_devices' && object.type !== 'switch')) return [];
  const textOf = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;
  const old = new Set(heldIn(before).map(textOf));
  const known = {
    'port profile': new Set([...SYSTEM_USAGES, ...keysAt(object, 'port_usages')]),
    network: new Set([...SYSTEM_NETWORKS, ...keysAt(object, 'networks')]),
  };
  const missing = heldIn(after).filter((one) => !old.has(textOf(one)) && !known[one.kind].has(one.name));
  if (missing.length === 0) return [];
  const inherited = await inheritedBy(context, owner, place);
  if (inherited) {
    for (const name of keysAt(inherited, 'port_usages')) known['port profile'].add(name);
    for (const name of keysAt(inherited, 'networks')) known.network.add(name);
  }
  return missing.filter(({ kind, name }) => !known[kind].has(name)).map((one) => ({ ...one, known: known[one.kind] }));
}

/** What the object inherits: the effective configuration of a device, the network template of a site. */
async function inheritedBy(
  context: LookupContext,
  owner: FamilyName,
  { site_id, id }: { readonly site_id?: string | undefined; readonly id?: string | undefined },
): Promise<JsonObject | undefined> {
  if (site_id === undefined) return undefined;
  if (owner === 'site_devices' && id !== undefined) {
    const { parts } = await fetchDevice((route, parameters) => context.send(route, parameters), site_id, id);
    return deriveDevice(parts).config;
  }
  const { body } = await context.send('GET /api/v1/sites/{site_id}/setting/derived', { path: { site_id } });
  return isObject(body) ? body : undefined;
}
