import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { deriveDevice, type EffectiveConfig, fetchDevice, portsOf } from '../configuration/index.ts';
import { type Lookup, present } from '../lookup/index.ts';

/** Requests that a device's configuration takes at most: itself, site, setting, three templates, the cloud's merge. */
const CONFIG_CALLS = 7;

/** The configuration of a switch as its layers give it together; undefined where it could not be had. */
export async function effectiveConfig(
  lookup: Lookup,
  siteId: string,
  deviceId: string,
  isSecret: (name: string, value: string) => boolean,
): Promise<EffectiveConfig | undefined> {
  if (lookup.room < CONFIG_CALLS) {
    lookup.skip('configuration');
    return undefined;
  }
  const gathered = await lookup.several('configuration', (send) => fetchDevice(send, siteId, deviceId));
  if (!gathered) return undefined;
  const derived = deriveDevice(gathered.parts, isSecret);
  return { ...derived, warnings: [...gathered.warnings, ...derived.warnings] };
}

/** Who says so of one name in a map of named things. */
function sourceOf({ sources }: EffectiveConfig, root: string, name: string): string | undefined {
  const origin = sources[root];
  return typeof origin === 'string' ? origin : origin?.[name];
}

interface Covering {
  readonly key: string;
  readonly entry: JsonObject;
  readonly from: string | undefined;
}

/** Entries of the configuration that cover a port, the one that counts first: more specific layers, then fewer ports. */
function covering(derived: EffectiveConfig, port: string): readonly Covering[] {
  return ['local_port_config', 'port_config'].flatMap((root) => {
    const map = derived.config[root];
    const fits = Object.entries(isRecord(map) ? map : {}).flatMap(([key, entry]): Covering[] =>
      isRecord(entry) && portsOf(key).includes(port) ? [{ key, entry, from: sourceOf(derived, root, key) }] : [],
    );
    // The merged map names those of the most specific layer first.
    const [first] = fits;
    const own = fits.filter(({ from }) => from === first?.from);
    const rest = fits.filter(({ from }) => from !== first?.from);
    const sorted = [...own].sort((a, b) => portsOf(a.key).length - portsOf(b.key).length);
    return [...sorted, ...rest].map((one) => ({ ...one, from: root === 'port_config' ? one.from : 'device (local)' }));
  });
}

/** A network with its VLAN and where that is written. */
function networkOf(derived: EffectiveConfig, name: unknown): JsonObject | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const networks = isRecord(derived.config.networks) ? derived.config.networks : {};
  const network = networks[name];
  if (!isRecord(network)) return { network: name, vlan: 'in no layer' };
  return present({ network: name, vlan: network.vlan_id, from: sourceOf(derived, 'networks', name) });
}

/** Settings of a profile that say who is let in and what the port gives. */
const SHOWN = ['mode', 'port_auth', 'enable_mac_auth', 'mac_auth_only', 'poe_disabled', 'disabled', 'speed', 'mtu'];

const pick = (row: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]));

const IN_NO_LAYER = 'no layer configures this port';

/** Whether a layer names the port of which this is the configuration. */
export const isConfigured = ({ profile }: JsonObject): boolean => profile !== IN_NO_LAYER;

/** What a port effectively is, each part with the layer that says so. */
export function effectivePort(derived: EffectiveConfig, port: string): JsonObject {
  const [first, ...others] = covering(derived, port);
  if (!first) return { profile: IN_NO_LAYER };
  const usages = isRecord(derived.config.port_usages) ? derived.config.port_usages : {};
  const usage = asText(first.entry.usage ?? '');
  const own = usages[usage];
  const profile: JsonObject = isRecord(own) ? { ...own, ...first.entry } : first.entry;
  const isTrunk = profile.mode === 'trunk';
  return present({
    profile: usage === '' ? undefined : usage,
    profile_from: isRecord(own) ? sourceOf(derived, 'port_usages', usage) : 'in no layer: built into Mist, or missing',
    assigned_by: first.from,
    range: first.key === port ? undefined : first.key,
    description: first.entry.description,
    ...pick(profile, SHOWN),
    [isTrunk ? 'native' : 'untagged']: networkOf(derived, profile.port_network),
    tagged: isTrunk ? (profile.all_networks === true ? 'all networks' : profile.networks) : undefined,
    voice: networkOf(derived, profile.voip_network),
    guest: networkOf(derived, profile.guest_network),
    also_in: others.length > 0 ? others.map(({ key, from }) => `${key} of ${from}`) : undefined,
  });
}
